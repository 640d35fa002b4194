import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { closedPort, serve } from "../../browser/test/support/servers.ts";
import { runMain } from "./run-main.ts";
import { startProcess } from "./servers/server-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { nginxHead } from "./servers/nginx-head.ts";

const program = "/usr/sbin/nginx";
const isHere = existsSync(program) || process.env["CI"] === "true";
if (!isHere)
  console.warn("Nothing is mended by concors lint, since nginx is not installed: apt-get install nginx-light");

const origin = "http://localhost:3000";

/** Without CORS on 502, and with the application's header beside its own. */
const configuration = (port: number, application: number): string => `${nginxHead}
  server {
    listen 127.0.0.1:${port};
    location / {
      add_header Access-Control-Allow-Origin "${origin}";
      add_header Access-Control-Allow-Credentials true;
      proxy_pass http://127.0.0.1:${application};
    }
    location /down {
      add_header Access-Control-Allow-Origin "${origin}";
      add_header Access-Control-Allow-Credentials true;
      proxy_pass http://127.0.0.1:1;
    }
  }
}
`;

test.skipIf(!isHere)("a user of a broken nginx gets from a check to a site that passes by one command", async () => {
  const application = await serve((_, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.end("[]");
  });
  const port = await closedPort();
  await using folder = await temporaryFolder({ "nginx.conf": configuration(port, application.port) });
  const file = join(folder.path, "nginx.conf");
  const checks = async (): Promise<
    readonly (readonly [code: string | undefined, status: number, stdout: string])[]
  > => {
    const server = await startProcess(port, { "nginx.conf": await readFile(file, "utf8") }, (inside) => [
      program,
      "-p",
      inside,
      "-c",
      "nginx.conf",
      "-e",
      "stderr",
    ]);
    try {
      const results = [];
      for (const path of ["/items", "/down"]) {
        const argv = ["check", `http://127.0.0.1:${port}${path}`, "--from", origin, "--credentials", "include"];
        const { status, stdout } = await runMain(argv);
        results.push([/^\w+\[(CORS-\w+)\]/m.exec(stdout)?.[1], status, stdout] as const);
      }
      return results;
    } finally {
      await server.stop();
    }
  };

  const [items, down] = await checks();
  expect([items![0], items![1]]).toEqual(["CORS-O06", 1]);
  expect([down![0], down![1]]).toEqual(["CORS-O02", 1]);
  // What to do next stands in what the check says.
  expect(items![2]).toContain("concors lint /etc/nginx --fix");

  const { status: clean, stdout: told } = await runMain(["lint", file, "--fix"]);
  expect([clean, told.replaceAll(/\s+/g, " ").replaceAll(`${folder.path}/`, "")]).toEqual([
    0,
    "mended nginx.conf: headers-missing-on-errors, upstream-not-stripped The server goes on with what it has read, until: nginx -t && nginx -s reload Nothing is wrong in 1 file. ",
  ]);

  for (const [, status, stdout] of await checks()) expect([status, stdout]).toEqual([0, stdout]);
});
