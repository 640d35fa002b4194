import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Certificate } from "../../src/verify/index.ts";

const what = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
const whom = ["-subj", "/CN=api.example.net", "-addext", "subjectAltName=DNS:api.example.net"];

/** Makes a certificate that nobody but its own server vouches for. */
export async function makeCertificate(): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), "concors-tls-"));
  const [crt, key] = [join(folder, "crt"), join(folder, "key")];
  try {
    await promisify(execFile)("openssl", ["req", ...what, ...whom, "-keyout", key, "-out", crt]);
    return { certificate: await readFile(crt, "utf8"), key: await readFile(key, "utf8") };
  } finally {
    await rm(folder, { recursive: true });
  }
}
