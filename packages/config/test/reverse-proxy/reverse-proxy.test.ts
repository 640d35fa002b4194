import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { createClient, createPageRequest, createUserAgent, mainFetch } from "@concors/browser/engine";
import type { NetworkRequest, NetworkResponse } from "@concors/browser/engine";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { version as viteVersion } from "vite";
import { WebSocket } from "ws";
import { generateReverseProxy, ReverseProxyError, reverseProxyNames } from "../../src/index.ts";
import type { ReverseProxyName, ReverseProxyOptions } from "../../src/index.ts";
import { freePort } from "../../src/verify/free-port.ts";
import { isHere, startProgram } from "../support/program.ts";
import { startBehind } from "./behind.ts";
import type { Arrived, Behind } from "./behind.ts";
import { rigs } from "./rigs.ts";

describe.each(rigs)("behind $name", ({ name, missing, program }) => {
  const isRun = isHere(`The reverse proxy of ${name}`, missing);
  let running: { stop: () => Promise<void> } | undefined;
  let behind: readonly Behind[] = [];
  let port = 0;

  beforeAll(async () => {
    if (!isRun) return;
    const [frontend, api] = [await startBehind("pages"), await startBehind("api")] as const;
    behind = [frontend, api];
    port = await freePort();
    running = await startProgram(program({ port, frontend: frontend.port, api: api.port }));
  }, 60_000);

  afterAll(async () => {
    await running?.stop();
    for (const { stop } of behind) await stop();
  });

  const ask = (path: string, init: AskInit = {}): Promise<Answer> => askServer(port, path, init);

  const arrivedAt = async (path: string, init: AskInit = {}): Promise<Arrived> => {
    const { status, text } = await ask(path, init);
    expect([path, status]).toEqual([path, 200]);
    return JSON.parse(text) as Arrived;
  };

  test
    .skipIf(!isRun)
    .each([
      "/v1.0/api",
      "/v1.0/api?x=1",
      "/v1.0/api/",
      "/v1.0/api/items?a=1&b=%26%20&c=a+b&d",
      "/v1.0/api/a%2Fb%20c/%E2%82%AC;v=1",
      "/v1.0/api/@scope/x:y,z",
    ])("the API gets %s as it was sent", async (path) => {
    expect(await arrivedAt(path)).toMatchObject({ who: "api", method: "GET", url: path });
  });

  test.skipIf(!isRun).each(["/", "/v1.0/apix", "/v1.0", "/v1x0/api/", "/x/v1.0/api"])(
    "the frontend gets %s",
    async (path) => {
      const { text } = await ask(path);
      expect(text).toContain("pages");
      expect(text).not.toContain('"who":"api"');
    },
  );

  test.skipIf(!isRun)("method, body and cookies arrive", async () => {
    const headers = { Cookie: "a=b", "Content-Type": "application/json" };
    const arrived = await arrivedAt("/v1.0/api/items", { method: "PUT", headers, body: '{"x":1}' });
    expect(arrived).toMatchObject({ method: "PUT", body: '{"x":1}', headers: { cookie: "a=b" } });
  });

  test.skipIf(!isRun)("the API learns who asked, and by what name", async () => {
    const host = `127.0.0.1:${port}`;
    const { headers } = await arrivedAt("/v1.0/api/items");
    expect(headers).toMatchObject({
      host: host,
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-host": host,
      "x-forwarded-proto": "http",
    });
  });

  test.skipIf(!isRun)("who asked is known, whatever a client says", async () => {
    const claimed = { "X-Forwarded-For": "192.0.2.7", "X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https" };
    const { headers } = await arrivedAt("/v1.0/api/items", { headers: claimed });
    // Vite's is for development, and adds to what a client says.
    const added = {
      "x-forwarded-for": "192.0.2.7,127.0.0.1",
      "x-forwarded-host": "evil.test",
      "x-forwarded-proto": "https,http",
    };
    const replaced = {
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-host": `127.0.0.1:${port}`,
      "x-forwarded-proto": "http",
    };
    expect(headers).toMatchObject(name === "vite" ? added : replaced);
  });

  test.skipIf(!isRun)("a WebSocket opens, and speaks with the API", async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1.0/api/live?x=1`, { origin: `http://127.0.0.1:${port}` });
    await once(socket, "open");
    socket.send("hello");
    const [data] = (await once(socket, "message")) as [Buffer];
    expect(data.toString()).toBe("api /v1.0/api/live?x=1 hello");
    socket.close();
    await once(socket, "close");
  });

  test.skipIf(!isRun)("a page may do everything, and nothing says so: no preflight, no CORS header", async () => {
    const origin = `http://127.0.0.1:${port}`;
    const request = createPageRequest(createClient(new URL(`${origin}/`)), new URL(`${origin}/v1.0/api/items`), {
      method: "DELETE",
      credentials: "include",
      headers: [["X-A", "1"]],
    });
    const sent: NetworkRequest["kind"][] = [];
    const steps = mainFetch(createUserAgent({ engine: "spec" }), request);
    let step = steps.next();
    while (step.done !== true) {
      sent.push(step.value.kind);
      step = steps.next(await send(step.value));
    }
    expect(sent).toEqual(["actual"]);
    expect(step.value.result).toMatchObject({ ok: true, type: "basic", status: 200, hasBody: true });
    const { internal } = step.value.result as { internal: NetworkResponse };
    expect(internal.headerList.filter(([header]) => /^access-control-/i.test(header))).toEqual([]);
  });

  async function send({ method, url, headerList }: NetworkRequest): Promise<NetworkResponse> {
    const headers = Object.fromEntries(headerList);
    const { status, headerList: answered } = await ask(`${url.pathname}${url.search}`, { method, headers });
    return { status, headerList: answered };
  }
});

interface AskInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly headerList: readonly (readonly [string, string])[];
  readonly text: string;
}

/** Sends a path as it is, which fetch would not. */
function askServer(port: number, path: string, { method = "GET", headers = {}, body = "" }: AskInit): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => {
        const { rawHeaders: raw, statusCode: status = 0 } = response;
        const headerList = raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1]!] as const] : []));
        resolve({ status, headerList, text });
      });
      response.on("error", reject);
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

test("Vite is of the kind that is named", () => {
  const [text] = generateReverseProxy("vite", { frontend: "localhost:1", api: "localhost:2" }).files;
  expect(text).toMatchObject({ text: expect.stringContaining(`dev server ${viteVersion.split(".")[0]}.`) as unknown });
});

describe("options", () => {
  const good: ReverseProxyOptions = { frontend: "localhost:5173", api: "[::1]:3000" };

  test.each([
    ["no port", { api: "127.0.0.1" }, "api"],
    ["a scheme", { api: "http://127.0.0.1:3000" }, "api"],
    ["a port that there is not", { frontend: "localhost:65536" }, "frontend"],
    ["the port 0", { frontend: "localhost:0" }, "frontend"],
    ["the end of a directive", { frontend: "localhost:1; return 200" }, "frontend"],
    ["a new line", { api: "localhost:1\n}" }, "api"],
    ["a variable", { api: "$host:80" }, "api"],
    ["a path of its own", { api: "localhost:3000/api" }, "api"],
    ["everything as the prefix", { prefix: "/" }, "prefix"],
    ["a prefix without a slash", { prefix: "api" }, "prefix"],
    ["a slash at the end", { prefix: "/api/" }, "prefix"],
    ["a segment of two dots", { prefix: "/api/.." }, "prefix"],
    ["a brace", { prefix: "/api{" }, "prefix"],
    ["a quote", { prefix: '/api"' }, "prefix"],
    ["a name with a space", { name: "a b" }, "name"],
    ["something that is no text", { api: 3000 as unknown as string }, "api"],
  ])("%s is refused", (_, wrong, field) => {
    const act = (): unknown => generateReverseProxy("nginx", { ...good, ...wrong });
    expect(act).toThrow(ReverseProxyError);
    expect(act).toThrow(new RegExp(`^${field} `));
  });

  test("everything that is wrong is said at once", () => {
    const act = (): unknown => generateReverseProxy("nginx", { frontend: "", api: "", prefix: "", name: "" });
    expect(act).toThrow(expect.objectContaining({ issues: expect.objectContaining({ length: 4 }) as unknown }));
  });

  test("a server that is not known is named, with those that are", () => {
    const act = (): unknown => generateReverseProxy("toString" as ReverseProxyName, good);
    expect(act).toThrow('"toString" is no server; there are nginx, apache, caddy, haproxy, vite');
  });

  test("whatever is let through has no letter that means something to a server", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: "grapheme" }), (host, prefix) => {
        for (const name of reverseProxyNames) {
          try {
            generateReverseProxy(name, { frontend: `${host}:80`, api: "localhost:1", prefix: `/${prefix}` });
          } catch (error) {
            expect(error).toBeInstanceOf(ReverseProxyError);
            continue;
          }
          expect(host).toMatch(/^[a-z\d.:[\]-]+$/);
          expect(prefix).toMatch(/^[\w.~/-]+$/);
        }
      }),
    );
  });
});
