import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { publicLookup, spaceOf } from "../../src/audit/address-guard.ts";
import { runMain } from "../run-main.ts";
import type { Run } from "../run-main.ts";
import { plain, serve } from "./serve.ts";

const fast = ["--private", "--rate", "0", "--timeout", "0.5", "--fail-on", "medium"];
const formats = ["--no-color", "--json", "--sarif", "--markdown", "--html"] as const;

/** A server that writes bytes as it likes, as soon as somebody asks. */
async function rawServer(answer: (socket: Socket) => void): Promise<AsyncDisposable & { readonly url: string }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => answer(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Runs an audit, and stops the time. */
async function timed(url: string): Promise<Run & { readonly milliseconds: number }> {
  const start = performance.now();
  const run = await runMain(["audit", url, ...fast]);
  return { ...run, milliseconds: performance.now() - start };
}

/** Writes again and again, as long as somebody takes it. */
function flood(socket: Socket, chunk: string, between = 0): void {
  const timer = setInterval(() => socket.write(chunk), between);
  socket.on("close", () => clearInterval(timer));
}

describe("a server that keeps one busy does not for long", () => {
  const head = "HTTP/1.1 200 OK\r\n";
  const rows: readonly (readonly [name: string, answer: (socket: Socket) => void, line: string | null])[] = [
    [
      "a body without end",
      (socket) => {
        socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
        flood(socket, `4000\r\n${"x".repeat(0x4000)}\r\n`);
      },
      null,
    ],
    [
      "headers without end",
      (socket) => {
        socket.write(head);
        flood(socket, `X-A: ${"x".repeat(8000)}\r\n`);
      },
      "sends more than 64 KiB of headers.",
    ],
    [
      "a header of a megabyte",
      (socket) => void socket.write(`${head}X-A: ${"x".repeat(1_000_000)}\r\n\r\n`),
      "sends more than 64 KiB of headers.",
    ],
    [
      "a header a byte at a time",
      (socket) => {
        socket.write(head);
        flood(socket, "x", 20);
      },
      "did not answer within 0.5 s.",
    ],
    [
      "a body a byte at a time",
      (socket) => {
        socket.write(`${head}Content-Length: 100000\r\n\r\n`);
        flood(socket, "x", 20);
      },
      "did not answer within 0.5 s.",
    ],
    ["no answer", () => {}, "did not answer within 0.5 s."],
    ["no HTTP", (socket) => void socket.end("220 mail ready\r\n"), "The request to 127.0.0.1:"],
    ["the end, at once", (socket) => socket.destroy(), "closed the connection before its answer was complete."],
    [
      "another protocol",
      (socket) => void socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
      "The request to 127.0.0.1:",
    ],
  ];
  test.each(rows)("%s", async (_, answer, line) => {
    await using server = await rawServer(answer);
    const { milliseconds, status, stderr, stdout } = await timed(server.url);
    expect(milliseconds).toBeLessThan(10_000);
    if (line === null) expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    else {
      expect({ status, stdout }).toEqual({ status: 2, stdout: expect.stringContaining(line) as string });
      expect(stderr.trimEnd()).not.toContain("\n");
    }
  });

  test("nor one that streams events, whose headers are all there is to see", async () => {
    await using server = await serve((request, response) => {
      response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*");
      response.setHeader("Access-Control-Allow-Credentials", "true");
      response.writeHead(200, { "Content-Type": "text/event-stream", Vary: "Origin" }).write(": hello\n\n");
    });
    const { milliseconds, status, stdout } = await timed(`${server.url}/events`);
    expect(stdout).toContain("high AUD-R1");
    expect({ status, isSoon: milliseconds < 5000 }).toEqual({ status: 1, isSoon: true });
  });

  test("nor one that speaks no TLS", async () => {
    await using server = await serve(plain);
    const { stderr, status } = await runMain(["audit", `https://127.0.0.1:${server.port}/`, ...fast]);
    expect(stderr).toMatch(/No secure connection to 127\.0\.0\.1:\d+ could be made; is it http\?\n$/);
    expect(status).toBe(2);
  });

  test("nor one that says 429", async () => {
    await using server = await serve((request, response) => {
      response.writeHead(request.headers.origin === undefined ? 200 : 429).end();
    });
    const { stderr, status } = await runMain(["audit", server.url, ...fast]);
    expect(stderr).toContain("was answered 429: the server asks for no more.");
    expect({ status, asked: server.requests.length }).toEqual({ status: 2, asked: 2 });
  });
});

describe("a server that writes what it likes into headers", () => {
  const escapes = "\u001b[2J\u001b]0;owned\u0007\u009b31m";
  const markup = `"><img src=x onerror=alert(1)></script><script>alert(2)</script>`;

  test.each(formats)("moves no cursor and adds no markup: %s", async (format) => {
    await using server = await rawServer((socket) => {
      const bytes = Buffer.from(
        `HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: ${escapes}${markup}\r\nVary: \`\`\`${markup}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
        "latin1",
      );
      socket.end(bytes);
    });
    const { stdout, stderr } = await runMain(["audit", server.url, ...fast, format]);
    // oxlint-disable-next-line no-control-regex -- they are what it is about.
    expect(`${stdout}${stderr}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    if (format === "--html" || format === "--markdown") expect(withoutCode(stdout)).not.toMatch(/<img|<script/);
    expect(stdout.length).toBeLessThan(30_000);
  });

  /** A fenced block is no markup, if it cannot be ended from within. */
  function withoutCode(text: string): string {
    const fence = /^(`{3,})http$/m.exec(text)?.[1];
    return fence === undefined ? text : text.split(new RegExp(`^${fence}(?:http)?$`, "m"))[0]!;
  }

  test("a page that shows a hole holds no other script", async () => {
    await using server = await serve((request, response) => {
      response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*").end();
    });
    const { stdout } = await runMain(["audit", `${server.url}/?q=</script><script>alert(1)//`, ...fast, "--html"]);
    expect(stdout).not.toContain("<script");
  });
});

describe("private addresses", () => {
  test.each([
    ["127.0.0.1", "loopback"],
    ["::1", "loopback"],
    ["[::1]", "loopback"],
    ["10.1.2.3", "local"],
    ["172.16.0.1", "local"],
    ["192.168.0.1", "local"],
    ["169.254.169.254", "local"],
    ["100.64.0.1", "local"],
    ["0.0.0.0", "local"],
    ["::", "local"],
    ["::ffff:10.0.0.1", "local"],
    ["::ffff:7f00:1", "loopback"],
    ["64:ff9b::a00:1", "local"],
    ["fe80::1%eth0", "local"],
    ["fd00::1", "local"],
    ["224.0.0.1", "local"],
    ["93.184.216.34", "public"],
    ["2606:2800:220:1::1", "public"],
  ])("%s is %s", (address, space) => {
    expect(spaceOf(address)).toBe(space);
  });

  test.each(["127.0.0.1", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "localhost"])(
    "%s is not connected to, unless that is asked for",
    async (host) => {
      await using server = await serve(plain);
      const { status, stderr } = await runMain(["audit", `http://${host}:${server.port}/`]);
      expect(server.requests).toEqual([]);
      expect(stderr).toMatch(/private address; --private audits such\.\n$/);
      expect(status).toBe(2);
    },
  );

  test("a name is connected to by the very address that was looked at", async () => {
    const found = await new Promise((resolve) => {
      publicLookup("localhost", { all: true }, (error, addresses) => resolve(error?.message ?? addresses));
    });
    expect(found).toMatch(/^localhost leads to (?:127\.0\.0\.1|::1), a private address/);
  });

  test("where a server sends one is not followed", async () => {
    await using inside = await serve(plain);
    for (const location of [`${inside.url}/admin`, "file:///etc/passwd", "gopher://127.0.0.1/", "//127.0.0.1/"]) {
      await using server = await serve((_: IncomingMessage, response) => {
        response.writeHead(302, { Location: location }).end();
      });
      const { status, stdout } = await runMain(["audit", server.url, ...fast]);
      expect(stdout).toMatch(/which is not followed: audit\s+where it\s+leads/);
      expect({ status, asked: server.requests.length }).toEqual({ status: 2, asked: 1 });
    }
    expect(inside.requests).toEqual([]);
  });

  test("a sitemap is not led to one either", async () => {
    await using inside = await serve(plain);
    const { stderr, status } = await runMain(["audit", "--sitemap", `${inside.url}/sitemap.xml`]);
    expect(stderr).toContain("private address");
    expect({ status, asked: inside.requests }).toEqual({ status: 2, asked: [] });
  });
});
