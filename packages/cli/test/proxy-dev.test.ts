import { createServer, get } from "node:http";
import type { RequestListener, Server } from "node:http";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { readFile, writeFile } from "node:fs/promises";
import { afterEach, expect, test } from "vitest";
import { createServer as createVite } from "vite";
import { WebSocket, WebSocketServer } from "ws";
import { freePort } from "../../config/src/verify/free-port.ts";
import { parseRoutes, routeOf } from "../src/proxy/dev/route.ts";
import { missingChromium, openChromium } from "./chromium-page.ts";
import { runMain } from "./run-main.ts";
import type { Run } from "./run-main.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function startServer(listener: RequestListener, port = 0, host = "127.0.0.1"): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return (server.address() as AddressInfo).port;
}

/** Serves servers from one origin until `use` is done. */
async function whileDev(
  routes: readonly string[],
  use: (url: string, said: () => string) => Promise<void>,
): Promise<Run> {
  let said = "";
  return runMain(["proxy", "--port", "0", "--dev", ...routes], {
    write: (text) => void (said += text),
    interrupted: () => use(/http:\/\/[\w.]+:\d+/.exec(said)?.[0] ?? "", () => said),
  }).then((run) => ({ ...run, stdout: said }));
}

interface Answer {
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

function ask(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("error", reject).on("end", () => {
        resolve({ status: response.statusCode, retryAfter: response.headers["retry-after"], body });
      });
    }).on("error", reject);
  });
}

test.each([
  ["/", 1],
  ["/apis", 1],
  ["/api", 2],
  ["/api?x=/api/deep", 2],
  ["/api/items", 2],
  ["/api/deep", 3],
  ["/api/deep/er", 3],
  ["/%61pi", 1],
])("of / (1), /api (2) and /api/deep/ (3), %s is served by %i: the longest wins", (path, want) => {
  const checked = parseRoutes(["1=/", "2=/api", "3=/api/deep/"]);
  expect(checked.ok && routeOf(checked.routes, path)?.port).toBe(want);
});

test("requests go where their path belongs, as they are, and stream", async () => {
  const echo =
    (name: string): RequestListener =>
    (request, response) => {
      const { method, url, headers } = request;
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => (body += text));
      request.on("end", () => {
        response.setHeader("Set-Cookie", ["a=1; Path=/", "b=2"]);
        response.end(JSON.stringify([name, method, url, body.length, headers.cookie, headers["x-forwarded-host"]]));
      });
    };
  const page = await startServer(echo("page"));
  const api = await startServer(echo("api"));
  const { status, stdout } = await whileDev([`${page}=/`, `${api}=/api`], async (url) => {
    const { host } = new URL(url);
    const first = await fetch(`${url}/a//b?c=%2F`, { headers: { Cookie: "s=1" } });
    expect(await first.json()).toEqual(["page", "GET", "/a//b?c=%2F", 0, "s=1", host]);
    expect(first.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
    const second = await fetch(`${url}/api/items`, { method: "PUT", body: "x".repeat(100_000) });
    expect(await second.json()).toEqual(["api", "PUT", "/api/items", 100_000, null, host]);
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^One origin for 2 servers: http:\/\/127\.0\.0\.1:\d+\/\. Ctrl\+C ends it\.\n/);
  expect(stdout).toContain(`  /api  port ${api}\n  /     port ${page}\n`);
});

test("a server that is not there yet is named, on a page that asks again, and found once it is, on either address", async () => {
  const port = await freePort();
  const { stdout } = await whileDev([`${port}=/api`], async (url) => {
    const text = `Nothing answers on port ${port} yet, which serves /api here.`;
    expect(await ask(`${url}/api/items`)).toEqual({ status: 503, retryAfter: "1", body: `${text}\n` });
    const page = await ask(`${url}/api/items`, { Accept: "text/html" });
    expect(page.body).toContain(text);
    expect(page.body).toContain('<meta http-equiv="refresh" content="1">');
    expect((await ask(`${url}/`)).body).toBe(
      `Nobody serves this path: there are /api (port ${port}). Say one for all others like --dev 3000=/\n`,
    );
    const refused = await new Promise<string>((resolve) => {
      new WebSocket(`${url.replace("http", "ws")}/api/socket`).on("error", ({ message }) => resolve(message));
    });
    expect(refused).toContain("503");
    await startServer((_request, response) => response.end("here"), port, "::1");
    expect((await ask(`${url}/api/items`)).body).toBe("here");
  });
  expect(stdout).toContain(`/api: port ${port} does not answer: waiting for it.\n/api: port ${port} answers.\n`);
});

test("whatever is sent, the proxy lives", async () => {
  const port = await startServer((request, response) => {
    if (request.url === "/drop") request.socket.destroy();
    else if (request.url === "/half") {
      response.write("half");
      setTimeout(() => request.socket.destroy(), 20);
    } else response.end("ok");
  });
  await whileDev([`${port}=/`], async (url) => {
    const at = new URL(url);
    const send = (text: string): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect(Number(at.port), at.hostname, () => socket.write(text));
        setTimeout(() => socket.destroy(), 100);
        socket.on("error", () => {}).on("close", () => resolve());
      });
    const head = `Host: ${at.host}\r\n`;
    for (const text of [
      `GET / HTTP/1.1\r\n${head}Trailer: x\r\n\r\n`,
      `GET //[ HTTP/1.1\r\n${head}\r\n`,
      `GET /%ff HTTP/1.1\r\n${head}\r\n`,
      `POST / HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\nTrailer: x\r\n\r\nZ`,
      `GET / HTTP/1.1\r\n${head}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      `GET / HTTP/1.1\r\n${head}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n`,
      `CONNECT example.com:443 HTTP/1.1\r\n${head}\r\n`,
    ])
      await send(text);
    expect((await ask(`${url}/drop`)).status).toBe(503);
    await expect(ask(`${url}/half`)).rejects.toThrow("aborted");
    expect((await ask(`${url}/`)).body).toBe("ok");
  });
});

test("a WebSocket goes both ways, and each side learns that the other has left", async () => {
  const port = await startServer(() => {});
  const sockets = new WebSocketServer({ server: servers[0]! });
  const left = new Promise<number>((resolve) => {
    sockets.on("connection", (socket) => {
      socket.on("message", (data: Buffer) => socket.send(`you said ${data.toString()}`));
      socket.on("close", (code) => resolve(code));
    });
  });
  await whileDev([`${port}=/`], async (url) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/socket`);
    const answer = new Promise<string>((resolve) => socket.on("message", (data: Buffer) => resolve(data.toString())));
    socket.on("open", () => socket.send("hello"));
    expect(await answer).toBe("you said hello");
    socket.close(4001);
    expect(await left).toBe(4001);
  });
  sockets.close();
});

if (missingChromium !== null)
  console.warn(`Vite is tried in no browser, since Chromium is not installed: ${missingChromium}`);

test.skipIf(missingChromium !== null)(
  "Vite behind it: in a browser a page of Vite reads its API, and takes over a change without being loaded again",
  async () => {
    const api = await startServer((request, response) => response.end(`api ${request.url}`));
    await using folder = await temporaryFolder({
      "index.html":
        '<!doctype html><div id="text"></div><div id="api"></div><script type="module" src="/main.js"></script>',
      "main.js": `
import { text } from "./text.js";
globalThis.loads = (globalThis.loads ?? 0) + 1;
document.getElementById("text").textContent = text;
fetch("/api/items").then((answer) => answer.text()).then((body) => { document.getElementById("api").textContent = body; });
import.meta.hot.accept("./text.js", (next) => { document.getElementById("text").textContent = next.text; });
`,
      "text.js": 'export const text = "before";\n',
    });
    const vite = await createVite({
      root: folder.path,
      configFile: false,
      logLevel: "silent",
      server: { port: await freePort(), host: "127.0.0.1", strictPort: true },
    });
    await vite.listen();
    try {
      await whileDev([`${vite.config.server.port}=/`, `${api}=/api`], async (url) => {
        await using page = await openChromium(`${url}/`);
        const shown = (): Promise<unknown> =>
          page.evaluate(
            `[document.getElementById("text")?.textContent, document.getElementById("api")?.textContent, globalThis.loads]`,
          );
        await expect.poll(shown, { timeout: 10_000 }).toEqual(["before", "api /api/items", 1]);
        const file = `${folder.path}/text.js`;
        await writeFile(file, (await readFile(file, "utf8")).replace("before", "after"));
        await expect.poll(shown, { timeout: 10_000 }).toEqual(["after", "api /api/items", 1]);
      });
    } finally {
      await vite.close();
    }
  },
  60_000,
);

test.each([
  [["--dev", "3000"], '--dev: "3000" is no port and path: say it like 3000=/ or 8080=/api.'],
  [["--dev", "0=/"], '--dev: "0=/" is no port and path: say it like 3000=/ or 8080=/api.'],
  [["--dev", "1=/a", "2=/a/"], '--dev: "2=/a/" is the second for /a: a path is served by one.'],
  [["--dev", "8000=/"], "--dev: 8000 is where this proxy listens itself: say another with --port."],
  [
    ["--dev", "3000=/", "--open"],
    "--dev serves one origin to pages of that origin: beside it, only --host and --port mean something.",
  ],
])("refused: %j", async (argv, want) => {
  const { status, stderr, stdout } = await runMain(["proxy", ...argv]);
  expect([status, stdout, stderr]).toEqual([2, "", `concors: ${want}\n`]);
});
