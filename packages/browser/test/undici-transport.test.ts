import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { promisify } from "node:util";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import type { NetworkFailure, UndiciTransportOptions } from "../src/index.ts";
import { Browser, undiciTransport } from "../src/index.ts";
import { closedPort, selfSignedCertificate, serve, serveSecurely, serveTcp } from "./support/servers.ts";

function transportOf(options: UndiciTransportOptions = {}): ReturnType<typeof undiciTransport> {
  const transport = undiciTransport(options);
  onTestFinished(() => transport.close());
  return transport;
}

/** What fetching a page's own address comes to. */
async function outcomeOf(url: string, options: UndiciTransportOptions = {}): Promise<string | object> {
  const page = new Browser({ transport: transportOf(options) }).open(url);
  const { response, trace } = await page.trace(url);
  if (response !== null) return `${response.status} ${await response.text()}`;
  return trace.outcome.ok ? {} : { code: trace.outcome.failure.code, sentence: trace.outcome.failure.actual };
}

const sentences = expect.stringMatching(/^[^\n]+\.$/) as string;

describe("why no answer came", () => {
  test("nobody listens", async () => {
    const port = await closedPort();
    expect(await outcomeOf(`http://127.0.0.1:${port}/`)).toEqual({
      code: "connection-refused",
      sentence: `127.0.0.1:${port} refuses connections.`,
    });
  });

  test("nobody listens on any of localhost's addresses", async () => {
    const port = await closedPort();
    expect(await outcomeOf(`http://localhost:${port}/`)).toMatchObject({ code: "connection-refused" });
  });

  test("there is no such host", async () => {
    expect(await outcomeOf("http://there-is-no-such-host.invalid/")).toEqual({
      code: "name-not-resolved",
      sentence: "The address of there-is-no-such-host.invalid could not be found.",
    });
  });

  const wire: { name: string; answer: (socket: Socket) => void; code: string }[] = [
    {
      name: "the server hangs up",
      answer: (socket) => socket.once("data", () => socket.end()),
      code: "connection-closed",
    },
    {
      name: "the server resets",
      answer: (socket) => socket.once("data", () => socket.resetAndDestroy()),
      code: "connection-reset",
    },
    {
      name: "the answer is no HTTP",
      answer: (socket) => socket.write("SSH-2.0-OpenSSH_9\r\n"),
      code: "invalid-http-response",
    },
    {
      name: "a header line is broken",
      answer: (socket) => socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\nBad Header: 1\r\n\r\n")),
      code: "invalid-http-response",
    },
    {
      name: "the headers have no end",
      answer: (socket) =>
        socket.once("data", () => socket.write(`HTTP/1.1 200 OK\r\n${`X-Many: ${"x".repeat(1000)}\r\n`.repeat(300)}`)),
      code: "invalid-http-response",
    },
    { name: "nothing comes", answer: () => {}, code: "timed-out" },
  ];
  test.each(wire)("$name", async ({ answer, code }) => {
    const server = await serveTcp(answer);
    expect(await outcomeOf(server.origin, { timeout: 200 })).toEqual({ code, sentence: sentences });
  });

  test("a body stands still", async () => {
    const app = await serve((_request, response) => void response.write("first"));
    const page = new Browser({ transport: transportOf({ timeout: 200 }) }).open(app.origin);
    await expect((await page.fetch("/")).text()).rejects.toMatchObject({
      cause: { code: "timed-out", message: sentences },
    });
  });

  test("an abort has a code as well", async () => {
    const server = await serveTcp(() => {});
    const answer = await transportOf()(
      { kind: "actual", method: "GET", url: new URL(server.origin), headerList: [], body: null },
      AbortSignal.timeout(20),
    );
    expect((answer as NetworkFailure).failed).toBe("aborted");
  });
});

describe("over https", () => {
  const certificate = selfSignedCertificate("localhost");

  test("a certificate that nobody vouches for is refused", async () => {
    const app = await serveSecurely(certificate, (_request, response) => response.end("text"));
    expect(await outcomeOf(app.origin)).toEqual({ code: "certificate-invalid", sentence: sentences });
  });

  test("unless its authority is trusted, or anything goes", async () => {
    const app = await serveSecurely(certificate, (_request, response) => response.end("text"));
    expect(await outcomeOf(app.origin, { ca: certificate.cert })).toBe("200 text");
    expect(await outcomeOf(app.origin, { insecure: true })).toBe("200 text");
    expect(app.requests[0]!.headers["accept-encoding"]).toMatch(/^gzip, deflate, br/);
  });

  test("a certificate for another name is refused, whoever vouches for it", async () => {
    const app = await serveSecurely(certificate, (_request, response) => response.end("text"));
    const url = app.origin.replace("localhost", "127.0.0.1");
    expect(await outcomeOf(url, { ca: certificate.cert })).toMatchObject({ code: "certificate-invalid" });
  });

  test("a server that speaks plain HTTP", async () => {
    const app = await serve((_request, response) => response.end());
    expect(await outcomeOf(app.origin.replace("http:", "https:"))).toEqual({ code: "tls-error", sentence: sentences });
  });

  test("a secure server that is asked in the clear", async () => {
    const app = await serveSecurely(certificate, (_request, response) => response.end());
    expect(await outcomeOf(app.origin.replace("https:", "http:"))).toMatchObject({
      code: expect.stringMatching(/^(?:invalid-http-response|connection-(?:reset|closed))$/) as string,
    });
  });
});

describe("where a host is", () => {
  test("by IPv6", async () => {
    const app = await serve((_request, response) => response.end("six"), "::1");
    expect(await outcomeOf(app.origin)).toBe("200 six");
  });

  test("names under localhost are here, as in browsers", async () => {
    const app = await serve((_request, response) => response.end("here"));
    expect(await outcomeOf(`http://app.localhost:${app.port}/`)).toBe("200 here");
  });

  test("as told, for one port only; the server is asked by name", async () => {
    const app = await serve((request, response) => response.end(request.headers.host));
    const resolve = [{ host: "app.test", port: app.port, address: "127.0.0.1" }];
    expect(await outcomeOf(`http://app.test:${app.port}/`, { resolve })).toBe(`200 app.test:${app.port}`);
    expect(await outcomeOf(`http://app.test:${app.port + 1}/`, { resolve })).toMatchObject({
      code: "name-not-resolved",
    });
  });

  test("a certificate is checked for the name, wherever it is", async () => {
    const certificate = selfSignedCertificate("api.test");
    const app = await serveSecurely(certificate, (_request, response) => response.end("text"));
    const resolve = [{ host: "api.test", port: app.port, address: "127.0.0.1" }];
    expect(await outcomeOf(`https://api.test:${app.port}/`, { resolve, ca: certificate.cert })).toBe("200 text");
  });

  test("the trace says which address answered", async () => {
    const app = await serve((_request, response) => response.end());
    const { trace } = await new Browser({ transport: transportOf() }).open(app.origin).trace("/");
    expect(trace.exchanges[0]!.response!.remoteAddress).toBe("127.0.0.1");
  });
});

describe("through a proxy", () => {
  test("plain requests go to it whole, secure ones through a tunnel, and NO_PROXY past it", async () => {
    const certificate = selfSignedCertificate("localhost");
    const secure = await serveSecurely(certificate, (_request, response) => response.end("tunnelled"));
    const plain = await serve((_request, response) => response.end("direct"));
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers["x-id"] as string}`);
      response.end("proxied");
    });
    proxy.on("connect", (request, socket: Socket) => {
      seen.push(`CONNECT ${request.url}`);
      const upstream = connect(secure.port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connected\r\n\r\n");
        upstream.pipe(socket).pipe(upstream);
      });
      socket.on("error", () => upstream.destroy());
      upstream.on("error", () => socket.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void proxy.close());
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;

    const options = {
      ca: certificate.cert,
      proxy: { HTTP_PROXY: address, https_proxy: address, NO_PROXY: "127.0.0.1" },
    };
    expect(await outcomeOf(secure.origin, options)).toBe("200 tunnelled");
    expect(await outcomeOf(plain.origin, options)).toBe("200 direct");
    const page = new Browser({ transport: transportOf(options) }).open("http://app.test/");
    expect(await (await page.fetch("/a?b", { headers: { "X-Id": "7" } })).text()).toBe("proxied");
    expect(seen).toEqual([`CONNECT localhost:${secure.port}`, "GET http://app.test/a?b 7"]);
  });
});

describe("what a server sends", () => {
  const text = "as it was ".repeat(1000);
  const codings: { name: string; coding: string; body: Buffer }[] = [
    { name: "gzip", coding: "gzip", body: gzipSync(text) },
    { name: "gzip by its old name, in capitals", coding: "X-GZIP", body: gzipSync(text) },
    { name: "deflate", coding: "deflate", body: deflateSync(text) },
    { name: "deflate without zlib's header", coding: "deflate", body: deflateRawSync(text) },
    { name: "br", coding: "br", body: brotliCompressSync(text) },
    { name: "one after the other", coding: "gzip, br", body: brotliCompressSync(gzipSync(text)) },
  ];
  test.each(codings)("$name is undone, and its header stays", async ({ coding, body }) => {
    const app = await serve((_request, response) => response.writeHead(200, { "Content-Encoding": coding }).end(body));
    const response = await new Browser({ transport: transportOf() }).open(app.origin).fetch("/");
    expect(await response.text()).toBe(text);
    expect(response.headers.get("Content-Encoding")).toBe(coding);
  });

  test("of a redirect that leads nowhere, too", async () => {
    const app = await serve((_request, response) =>
      response.writeHead(301, { "Content-Encoding": "gzip" }).end(gzipSync("nowhere")),
    );
    expect(await outcomeOf(app.origin)).toBe("301 nowhere");
  });

  test("an unknown coding is left as it is", async () => {
    const app = await serve((_request, response) =>
      response.writeHead(200, { "Content-Encoding": "rot13" }).end("grkg"),
    );
    expect(await outcomeOf(app.origin)).toBe("200 grkg");
  });

  test("what is not what it says breaks off", async () => {
    const app = await serve((_request, response) =>
      response.writeHead(200, { "Content-Encoding": "gzip" }).end("no gzip"),
    );
    const response = await new Browser({ transport: transportOf() }).open(app.origin).fetch("/");
    await expect(response.text()).rejects.toMatchObject({
      cause: { code: "invalid-http-response", message: sentences },
    });
  });

  test("header lines keep their case, their order and their number", async () => {
    const lines = [
      ["X-B", "1"],
      ["x-a", "2"],
      ["X-b", "3"],
      ["Content-Length", "0"],
    ] as const;
    const server = await serveTcp((socket) => {
      socket.once("data", () =>
        socket.write(`HTTP/1.1 299 So So\r\n${lines.map((line) => line.join(": ")).join("\r\n")}\r\n\r\n`),
      );
    });
    const { response, trace } = await new Browser({ transport: transportOf() }).open(server.origin).trace("/");
    expect(trace.exchanges[0]!.response).toMatchObject({ status: 299, statusText: "So So", headers: lines });
    expect(response!.headers.get("x-b")).toBe("1, 3");
  });

  test("white space around a value is no part of it", async () => {
    const server = await serveTcp((socket) => {
      socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\nX-A: \t 1 \t \r\nContent-Length: 0\r\n\r\n"));
    });
    const { trace } = await new Browser({ transport: transportOf() }).open(server.origin).trace("/");
    expect(trace.exchanges[0]!.response!.headers).toContainEqual(["X-A", "1"]);
  });

  test("bytes above ASCII in a header are one character each", async () => {
    const server = await serveTcp((socket) => {
      socket.once("data", () =>
        socket.write(Buffer.from("HTTP/1.1 200 OK\r\nX-A: \xe4\r\nContent-Length: 0\r\n\r\n", "latin1")),
      );
    });
    const response = await new Browser({ transport: transportOf() }).open(server.origin).fetch("/");
    expect(response.headers.get("X-A")).toBe("ä");
  });
});

describe("what is sent", () => {
  test("header lines in their order and case, and a query that is empty", async () => {
    const app = await serve((_request, response) => response.end());
    const page = new Browser({ transport: transportOf(), headers: [["User-Agent", "Test"]] }).open(app.origin);
    await page.fetch("/path?#part", {
      headers: [
        ["X-Id", "1"],
        ["x-id", "2"],
      ],
    });
    expect(app.requests[0]!.url).toBe("/path?");
    expect(app.requests[0]!.rawHeaders.filter((item) => /^(?:x-id|[12]|User-Agent|Test)$/i.test(item))).toEqual([
      "X-Id",
      "1",
      "x-id",
      "2",
      "User-Agent",
      "Test",
    ]);
  });
});

describe("connections", () => {
  test("are kept for the next request, even after a redirect whose body nobody reads", async () => {
    const ports = new Set<number>();
    const app = await serve((request, response) => {
      ports.add(request.socket.remotePort!);
      if (request.url === "/") response.writeHead(302, { Location: "/next" }).end("moved");
      else response.end("text");
    });
    const page = new Browser({ transport: transportOf() }).open(app.origin);
    for (let time = 0; time < 3; time++) await (await page.fetch("/")).text();
    // undici leaves a connection alone for one turn of the event loop, in which the redirect's target is fetched already.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  test("close() ends them, and what is under way", async () => {
    const app = await serve(() => {});
    const browser = new Browser();
    const pending = browser
      .open(app.origin)
      .fetch("/")
      .catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await browser[Symbol.asyncDispose]();
    expect(await pending).toBeInstanceOf(TypeError);
  });

  test("do not keep a process alive that has nothing else to do", async () => {
    // It would keep the connection for longer than anybody waits here.
    const kept = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nKeep-Alive: timeout=600\r\n\r\ntext";
    const app = await serveTcp((socket) => socket.once("data", () => socket.write(kept)));
    const source = `
      const { Browser } = await import(${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)});
      const page = new Browser().open(${JSON.stringify(app.origin)});
      console.log(await (await page.fetch("/")).text());
    `;
    // What lives longer is killed, which is an error.
    const running = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", source], {
      timeout: 20_000,
    });
    expect((await running).stdout).toBe("text\n");
  });
});
