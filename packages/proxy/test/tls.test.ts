import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:https";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startProxy } from "./support/loopback.ts";

const what = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
const whom = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];

let certificate: string;
let port: number;
const server = createServer(({ socket, headers }, response) => {
  response.end(`${(socket as TLSSocket & { readonly servername: string }).servername} ${headers.host}`);
});

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "concors-tls-"));
  const [crt, key] = [join(folder, "crt"), join(folder, "key")];
  await promisify(execFile)("openssl", ["req", ...what, ...whom, "-keyout", key, "-out", crt]);
  certificate = await readFile(crt, "utf8");
  server.setSecureContext({ cert: certificate, key: await readFile(key, "utf8") });
  await rm(folder, { recursive: true });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const targets = { hosts: ["localhost", "127.0.0.1"], privateNetworks: ["127.0.0.0/8", "::1"] };

test("a target is asked for its certificate by its name, not by the address that was judged", async () => {
  await using proxy = await startProxy({ targets: { ...targets, ca: [certificate] } });
  const response = await fetch(`${proxy.origin}/https://localhost:${port}/`);
  expect(await response.text()).toBe(`localhost localhost:${port}`);
});

test.each([
  ["that nobody vouches for", undefined, "localhost"],
  ["for another name", [], "127.0.0.1"],
])("a certificate %s: 502", async (_name, ca, host) => {
  const trusted = ca === undefined ? {} : { ca: [certificate] };
  await using proxy = await startProxy({ targets: { ...targets, ...trusted } });
  const response = await fetch(`${proxy.origin}/https://${host}:${port}/`);
  expect([response.status, await response.json()]).toMatchObject([502, { code: "target-untrusted" }]);
});
