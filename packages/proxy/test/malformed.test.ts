import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import process from "node:process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sendRaw, startProxy } from "./support/loopback.ts";
import { settledHeap } from "./support/settled-heap.ts";

/** `CONCORS_MALFORMED=1000` for fewer, while something is changed. */
const count = Number(process.env["CONCORS_MALFORMED"] ?? 100_000);
const seed = Number(process.env["CONCORS_SEED"] ?? 20_261_121);

/** A request in a request: who splits the two elsewhere than the proxy does would answer it. */
const smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

const odd = fc.constantFrom(
  ..."[|]|[::1|%ff|%|%00|%2f|//|\\|@|:|::|:80|:65536|:-1|?|#|;|..|xn--a%ff|xn--i%C3%B1valid.com|\u00E9|\0|\t|\u007F|<|{|$|127.1|0x7f.1|http://|https:/|http:".split(
    "|",
  ),
);

/** @param target origin of a server that answers */
function requestTarget(target: string): fc.Arbitrary<string> {
  const good = fc.constantFrom(`/${target}/a`, `/?url=${encodeURIComponent(target)}`, `/${encodeURIComponent(target)}`);
  const broken = fc.tuple(good, fc.nat(60), odd).map(([text, at, part]) => text.slice(0, at) + part + text.slice(at));
  const built = fc.array(odd, { maxLength: 6 }).map((parts) => `/${parts.join("")}`);
  const other = fc.constantFrom(
    "*",
    "/",
    "",
    target,
    "//",
    "/?url=",
    "/?url=%",
    "/http://[/",
    "/http://[::1",
    "/http://%ff@h/",
    "/http://:1234",
    "/http:///",
  );
  return fc.oneof({ weight: 3, arbitrary: good }, { weight: 4, arbitrary: broken }, built, other);
}

const headerLines = fc.constantFrom(
  "Trailer: X-Sum",
  "Transfer-Encoding: chunked",
  "Transfer-Encoding: xchunked",
  "Transfer-Encoding : chunked",
  "Transfer-Encoding:\tchunked",
  "Transfer-Encoding: chunked, identity",
  "Transfer-Encoding: identity",
  "transfer_encoding: chunked",
  "Content-Length: 0",
  "Content-Length: 5",
  "Content-Length: +5",
  "Content-Length: 5, 5",
  "Content-Length: -1",
  "Content-Length: 99999999999999999999",
  "Content-Length: 0x5",
  `Content-Length: ${smuggled.length}`,
  "X: a\r\n folded",
  "X: a\n b",
  "X: bare\nY: line feed",
  "X: a\rb",
  "X: \0",
  "X: \u00FF\u0080",
  "X : space",
  " X: leading",
  ": no name",
  "no colon",
  "Expect: 100-continue",
  "Expect: x",
  "Connection: close, host, via, content-length, transfer-encoding",
  "Connection: upgrade",
  "Connection: \0",
  "Upgrade: h2c",
  "Upgrade: websocket",
  "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
  "Host: other.test",
  "Host:",
  "Host: a b",
  "Via: 1.1 somebody",
  "__proto__: x",
  "constructor: x",
  "Origin: null",
  "Origin: https://a.test, https://b.test",
  "Access-Control-Request-Method: PUT",
  "Access-Control-Request-Headers: \u00FF,,,",
  "Range: bytes=0-",
  `X-Long: ${"x".repeat(20_000)}`,
);

const bodies = fc.constantFrom(
  "",
  smuggled,
  `0\r\n\r\n${smuggled}`,
  `5\r\nhello\r\n0\r\n\r\n${smuggled}`,
  "zz\r\n",
  "5;a=\n\r\nhello\r\n0\r\nX: y\r\n\r\n",
  "fffffffffffffffff\r\n",
);

/** Ten times of eleven as it should be, so that what is odd elsewhere is looked at at all. */
function mostly(good: fc.Arbitrary<string>, ...others: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 10, arbitrary: good }, fc.constantFrom(...others));
}

function request(target: string): fc.Arbitrary<string> {
  return fc
    .record({
      method: mostly(
        fc.constantFrom("GET", "POST", "PUT"),
        "OPTIONS",
        "HEAD",
        "TRACE",
        "CONNECT",
        "PROPFIND",
        "get",
        "G@T",
        "",
      ),
      requestTarget: requestTarget(target),
      version: mostly(fc.constant("HTTP/1.1"), "HTTP/1.0", "HTTP/2.0", "HTTP/9", ""),
      lines: fc.array(headerLines, { maxLength: 3 }),
      end: mostly(fc.constant("\r\n"), "\n"),
      body: bodies,
    })
    .map(({ method, requestTarget: text, version, lines, end, body }) =>
      [`${method} ${text} ${version}`, "Host: proxy.test", ...lines, "", body].join(end),
    );
}

test(`${count} malformed requests, seed ${seed}: the process lives, memory is flat, nothing is smuggled`, async () => {
  /** What did not come through the proxy as a request of its own. */
  const strange: string[] = [];
  let answered = 0;
  // It takes what it gets, as servers do that are told apart by such requests.
  const server = createServer({ insecureHTTPParser: true }, ({ url, headers }, response) => {
    if (url !== "/lag") answered += 1;
    if (!/^(?:1\.1 somebody, )*1\.1 concors-[0-9a-f]{12}$/.test(headers.via ?? "") || url === "/smuggled")
      strange.push(JSON.stringify([url, headers]));
    response.end("ok");
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    // A body that its client broke off is broken off here as well.
    if (error.code !== "HPE_INVALID_EOF_STATE" && error.code !== "ECONNRESET") strange.push(String(error.code));
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await using proxy = await startProxy({ limits: { headersTimeout: 1000, inFlightPerAddress: 1000 } });

  /** Milliseconds that a request takes as things are, if it is as it should be: the machine may be busy with other things. */
  let lag = 0;
  const feelLag = async (): Promise<void> => {
    const begun = performance.now();
    await (await fetch(`${proxy.origin}/${target}/lag`)).text();
    lag = performance.now() - begun;
  };

  const requests = fc.sample(request(target), { seed, numRuns: count });
  const statuses = new Map<string, number>();
  const warmUp = Math.floor(requests.length / 4);
  await feelLag();
  const watching = setInterval(() => void feelLag().catch(() => {}), 100);
  await playAll(requests.slice(0, warmUp));
  const before = await settledHeap();
  await playAll(requests.slice(warmUp));
  const growth = (await settledHeap()) - before;
  clearInterval(watching);

  async function playAll(some: readonly string[]): Promise<void> {
    const left = some.values();
    const work = Array.from({ length: 40 }, async () => {
      for (const text of left) {
        const answer = await sendRaw(proxy.port, Buffer.from(text, "latin1"), Math.max(100, 5 * lag));
        const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? "none";
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    });
    await Promise.all(work);
  }

  expect(strange).toEqual([]);
  expect(await (await fetch(`${proxy.origin}/${target}/`)).text()).toBe("ok");
  // They are malformed in many ways, and some not so that it would matter.
  for (const status of ["200", "400", "403", "405"]) expect(statuses.get(status)).toBeGreaterThan(count / 1000);
  expect(answered).toBeGreaterThan(count / 25);
  expect(growth / 1024 ** 2).toBeLessThan(15);
  server.close();
  server.closeAllConnections();
}, 600_000);
