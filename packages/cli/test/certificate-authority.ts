import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Certificate } from "../../browser/test/support/servers.ts";

/** An authority of the test's own. */
export interface CertificateAuthority {
  /** The file that `--cacert` takes. */
  readonly path: string;
  /** A certificate for a name; it has expired if it is for less than no days. */
  issue(name: string, days: number): Certificate;
}

/** Makes an authority that ends with the test. */
export function createAuthority(): CertificateAuthority {
  const folder = mkdtempSync(join(tmpdir(), "authority-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync("openssl", args, { stdio: "ignore" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-days",
    "2",
    "-subj",
    "/CN=Test",
    "-keyout",
    file("ca.key"),
    "-out",
    file("ca.pem"),
  );
  return {
    path: file("ca.pem"),
    issue: (name, days) => {
      writeFileSync(file("names"), `subjectAltName=DNS:${name}`);
      openssl("req", "-new", ...newKey, "-subj", `/CN=${name}`, "-keyout", file("key"), "-out", file("request"));
      const signer = ["-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-CAcreateserial", "-extfile", file("names")];
      openssl("x509", "-req", "-in", file("request"), ...signer, "-days", String(days), "-out", file("cert.pem"));
      return { cert: readFileSync(file("cert.pem"), "utf8"), key: readFileSync(file("key"), "utf8") };
    },
  };
}
