import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { server as createSuperstatic } from "superstatic";
import type { Policy } from "concors";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generate } from "../../../src/index.ts";
import type { Site } from "../../../src/index.ts";
import { p2 } from "./policies.ts";

const byPath: Site = {
  routes: [
    { prefix: "/public", policy: p2 },
    { exact: "/health.json", policy: p2 },
  ],
  fallback: "none",
};

/** The server that `firebase serve` is, with a file and what is generated. */
let server: Server;
let routed: Server;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "concors-firebase-"));
  await writeFile(join(folder, "file.json"), "{}");
  server = await startServer(p2);
  routed = await startServer(byPath);
});

async function startServer(site: Policy | Site): Promise<Server> {
  const { files } = generate("firebase", site, { allowWider: true });
  const { hosting } = JSON.parse(files[0]!.text) as { readonly hosting: object };
  const app = createSuperstatic({
    hostname: "127.0.0.1",
    port: 0,
    cwd: folder,
    config: { public: ".", ...hosting },
  }) as unknown as { readonly listen: (done: () => void) => Server };
  return new Promise((resolve) => {
    const started = app.listen(() => {
      resolve(started);
    });
  });
}

afterAll(async () => {
  for (const one of [server, routed]) {
    one.closeAllConnections();
    await new Promise((resolve) => {
      one.close(resolve);
    });
  }
  await rm(folder, { recursive: true });
});

function answerTo(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  asked: Server = server,
): Promise<IncomingMessage> {
  const { port } = asked.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
      response.resume();
      resolve(response);
    })
      .on("error", reject)
      .end();
  });
}

const corsHeaders = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers": "Content-Type",
  "access-control-max-age": "86400",
  "access-control-expose-headers": "ETag",
};

test.each([
  ["of a page", { Origin: "https://anybody.test" }],
  ["of nobody", {}],
])("a file is for everybody to read: a request %s", async (_, headers) => {
  const { statusCode, headers: answered } = await answerTo("GET", "/file.json", headers);
  expect([statusCode, answered]).toEqual([200, expect.objectContaining(corsHeaders)]);
});

test("a file that is not there says so to everybody", async () => {
  const { statusCode, headers } = await answerTo("GET", "/none.json", { Origin: "https://anybody.test" });
  expect([statusCode, headers["access-control-allow-origin"]]).toEqual([404, "*"]);
});

test.each([
  ["/public", "*"],
  ["/public/", "*"],
  ["/public/inner/file.json", "*"],
  ["/health.json", "*"],
  ["/publicity", undefined],
  ["/health.json/more", undefined],
  ["/healthxjson", undefined],
  ["/file.json", undefined],
  ["/", undefined],
])("of a site by path, %s has %s", async (path, allowed) => {
  const { headers } = await answerTo("GET", path, { Origin: "https://anybody.test" }, routed);
  expect(headers["access-control-allow-origin"]).toBe(allowed);
});

const preflight = { Origin: "https://anybody.test", "Access-Control-Request-Method": "GET" };

test("a preflight passes for a file that is there", async () => {
  const { statusCode, headers } = await answerTo("OPTIONS", "/file.json", preflight);
  expect([statusCode, headers]).toEqual([200, expect.objectContaining(corsHeaders)]);
});

test("a preflight fails for one that is not: preflight-not-answered", async () => {
  const { statusCode } = await answerTo("OPTIONS", "/none.json", preflight);
  expect(statusCode).toBe(404);
});
