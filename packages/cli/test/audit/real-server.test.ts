import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { freePort } from "../../../config/src/verify/free-port.ts";
import type { SlimReport } from "../../src/audit/entry.ts";
import { runMain } from "../run-main.ts";
import { startProcess } from "../servers/server-process.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { nginxHead } from "../servers/nginx-head.ts";

const program = "/usr/sbin/nginx";
const isHere = existsSync(program) || process.env["CI"] === "true";
if (!isHere) console.warn("No real server is audited, since nginx is not installed: apt-get install nginx-light");

const policy = `{ "origins": ["https://app.shop.com", "https://*.preview.shop.com"], "credentials": true }`;

const configuration = (port: number, http: string, server: string): string => `${nginxHead}
  map_hash_bucket_size 256;
  ${http}
  server { listen 127.0.0.1:${port} default_server; return 421; }
  server {
    listen 127.0.0.1:${port};
    server_name api.shop.test;
    default_type text/plain;
    root {folder};
    ${server}
  }
}
`;

async function auditedNginx(
  http: string,
  server: string,
  files: Readonly<Record<string, string>> = {},
): Promise<SlimReport> {
  const port = await freePort();
  await using folder = await temporaryFolder({ "policy.json": policy });
  const all = { ...files, "nginx.conf": configuration(port, http, server), me: "Ada" };
  const nginx = await startProcess(port, all, (path) => [program, "-p", path, "-c", "nginx.conf", "-e", "stderr"]);
  try {
    const found = ["--resolve", `api.shop.test:${port}:127.0.0.1`, "--private", "--rate", "0", "--requests", "100"];
    const meant = ["--policy", join(folder.path, "policy.json")];
    const url = `http://api.shop.test:${port}/me`;
    const { stdout, stderr } = await runMain(["audit", url, ...found, ...meant, "--json"]);
    expect(stderr).toBe("");
    return (JSON.parse(stdout) as { reports: [SlimReport] }).reports[0];
  } finally {
    await nginx.stop();
  }
}

const map = (expression: string): string => `map $http_origin $cors { default ""; "${expression}" $http_origin; }`;
const headers = `add_header Access-Control-Allow-Origin $cors always;
    add_header Access-Control-Allow-Credentials true always;
    add_header Vary Origin always;`;

const rows: readonly (readonly [name: string, expression: string, codes: readonly string[]])[] = [
  [
    "what its expressions mean is what the policy says",
    String.raw`~^https://(app|[a-z0-9-]+\.preview)\.shop\.com$`,
    [],
  ],
  ["an expression without an end", String.raw`~^https://(app|[a-z0-9-]+\.preview)\.shop\.com`, ["AUD-P1"]],
  ["an expression without a beginning", String.raw`~shop\.com$`, ["AUD-S1"]],
  ["a dot that is not escaped", String.raw`~^https://(app|[a-z0-9-]+\.preview).shop\.com$`, ["AUD-D1"]],
];

test.skipIf(!isHere).each(rows)("nginx: %s", async (_, expression, codes) => {
  const { findings } = await auditedNginx(map(expression), headers);
  expect(findings.filter(({ severity }) => severity !== "info").map(({ code }) => code)).toEqual(codes);
});

test.skipIf(!isHere)("nginx: what concors config generates has nothing to mend", async () => {
  await using folder = await temporaryFolder({ "policy.json": policy });
  const argv = ["config", "nginx", "--policy", join(folder.path, "policy.json"), "--out", join(folder.path, "out")];
  expect((await runMain(argv)).status).toBe(0);
  const names = ["cors-http.conf", "cors-server.conf", "cors-headers.conf"];
  const texts = await Promise.all(names.map((name) => readFile(join(folder.path, "out", name), "utf8")));
  const files = Object.fromEntries(names.map((name, index) => [name, texts[index]!]));
  const report = await auditedNginx("include cors-http.conf;", "include cors-server.conf;", files);
  expect(report).toMatchObject({ verdict: "clean", findings: [] });
});
