import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { request } from "undici";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { cachingDispatch } from "../src/cache/caching-dispatcher.ts";
import { playAnswer } from "../src/cache/play-answer.ts";
import { startProxy, startRawTarget, startTarget, until } from "./support/loopback.ts";
import type { StartedProxy, Target } from "./support/loopback.ts";

type Headers = Readonly<Record<string, string>>;

/** How the target answers, until a test says otherwise. */
let answer: (response: ServerResponse, headers: IncomingHttpHeaders, count: number) => void;
let target: Target;
let proxy: StartedProxy;
/** Requests that have reached the target. */
let asked: IncomingHttpHeaders[] = [];
let path = 0;

beforeAll(async () => {
  target = await startTarget((got, response) => {
    asked.push(got.headers);
    // By the clock that the tests move.
    response.sendDate = false;
    answer(response, got.headers, asked.length);
  });
  proxy = await startProxy({ cache: { bytes: 1_000_000 } });
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  target.stop();
});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-21T12:00:00Z") });
  asked = [];
  path += 1;
});
afterEach(() => void vi.useRealTimers());

function ask(headers: Headers = {}, init: RequestInit = {}): Promise<Response> {
  return fetch(`${proxy.origin}/${target.origin}/${path}`, { ...init, headers: { Accept: "*/*", ...headers } });
}

/** `fetch` would say that no cache may answer, if it is asked with the caller's own conditions. */
function requestAsIs(headers: Headers): ReturnType<typeof request> {
  return request(`${proxy.origin}/${target.origin}/${path}`, { headers });
}

/** What the cache had to do with an answer. */
function status(response: Response): string {
  return /concors; ([^;]*(?:; fwd-status=\d+)?)/.exec(response.headers.get("cache-status") ?? "")?.[1] ?? "none";
}

function passTime(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000);
}

const now = (): string => new Date().toUTCString();

interface Row {
  readonly rule: string;
  /** Of each answer; a `304` if the target is asked with this entity tag. */
  readonly answer: Headers | (() => Headers);
  readonly code?: number;
  readonly first?: Headers;
  /** Seconds between the two requests. */
  readonly after?: number;
  readonly second?: Headers;
  readonly method?: string;
  readonly want: "hit" | "fwd=miss" | "fwd=stale" | "fwd=stale; fwd-status=304" | "fwd=bypass" | "fwd=method";
}

const fresh = { "Cache-Control": "max-age=60" };

/** The second of two requests. Numbers of sections are those of RFC 9111. */
const rows: readonly Row[] = [
  { rule: "3: max-age", answer: fresh, want: "hit" },
  { rule: "3: names of directives in capitals", answer: { "Cache-Control": "MAX-AGE=60" }, want: "hit" },
  { rule: "3: Expires", answer: () => ({ Expires: new Date(Date.now() + 60_000).toUTCString() }), want: "hit" },
  { rule: "3: nothing is said, and nothing is guessed (4.2.2)", answer: {}, want: "fwd=miss" },
  {
    rule: "3: a date of last change is no freshness, but can be asked about",
    answer: { "Last-Modified": "Sat, 21 Nov 2020 12:00:00 GMT" },
    want: "fwd=stale",
  },
  { rule: "3: 404 that says so", answer: fresh, code: 404, want: "hit" },
  { rule: "3: 500", answer: fresh, code: 500, want: "fwd=miss" },
  { rule: "3: a status that nobody knows", answer: fresh, code: 299, want: "fwd=miss" },
  { rule: "3: 206", answer: { ...fresh, "Content-Range": "bytes 0-0/9" }, code: 206, want: "fwd=miss" },
  { rule: "5.2.2.5: no-store", answer: { "Cache-Control": "no-store, max-age=60" }, want: "fwd=miss" },
  { rule: "5.2.2.5: No-Store", answer: { "Cache-Control": "No-Store, max-age=60" }, want: "fwd=miss" },
  { rule: "5.2.2.7: private", answer: { "Cache-Control": "max-age=60, Private" }, want: "fwd=miss" },
  { rule: "5.2.2.7: private, for a header", answer: { "Cache-Control": 'max-age=60, private="x"' }, want: "fwd=miss" },
  {
    rule: "5.2.2.10: s-maxage before max-age",
    answer: { "Cache-Control": "s-maxage=0, max-age=60" },
    want: "fwd=miss",
  },
  { rule: "5.2.2.10: s-maxage", answer: { "Cache-Control": "s-maxage=60, max-age=0" }, want: "hit" },
  {
    rule: "5.2.2.1: max-age before Expires",
    answer: { ...fresh, Expires: "Thu, 01 Jan 2015 00:00:00 GMT" },
    want: "hit",
  },
  { rule: "5.3: Expires that is no date", answer: { Expires: "0" }, want: "fwd=miss" },
  { rule: "4.2.1: twice, and not the same", answer: { "Cache-Control": "max-age=60, max-age=90" }, want: "fwd=miss" },
  { rule: "4.2: stale", answer: fresh, after: 61, want: "fwd=stale" },
  { rule: "4.2.3: Age counts", answer: { ...fresh, Age: "50" }, after: 11, want: "fwd=stale" },
  {
    rule: "4.2.3: so does Date",
    answer: () => ({ ...fresh, Date: new Date(Date.now() - 50_000).toUTCString() }),
    after: 11,
    want: "fwd=stale",
  },
  { rule: "5.2.2.2: must-revalidate, fresh", answer: { "Cache-Control": "max-age=60, must-revalidate" }, want: "hit" },
  {
    rule: "5.2.2.2: must-revalidate, stale, and asked for as such",
    answer: { "Cache-Control": "max-age=60, must-revalidate", ETag: '"a"' },
    after: 61,
    second: { "Cache-Control": "max-stale" },
    want: "fwd=stale; fwd-status=304",
  },
  { rule: "5.2.1.2: max-stale", answer: fresh, after: 61, second: { "Cache-Control": "max-stale=10" }, want: "hit" },
  {
    rule: "5.2.1.2: and no more",
    answer: fresh,
    after: 75,
    second: { "Cache-Control": "max-stale=10" },
    want: "fwd=stale",
  },
  {
    rule: "5.2.1.1: max-age asked for",
    answer: fresh,
    after: 9,
    second: { "Cache-Control": "max-age=5" },
    want: "fwd=stale",
  },
  {
    rule: "5.2.1.3: min-fresh",
    answer: fresh,
    after: 9,
    second: { "Cache-Control": "min-fresh=55" },
    want: "fwd=stale",
  },
  { rule: "5.2.1.4: no-cache asked for", answer: fresh, second: { "Cache-Control": "no-cache" }, want: "fwd=stale" },
  { rule: "5.4: Pragma asked for", answer: fresh, second: { Pragma: "no-cache" }, want: "fwd=stale" },
  { rule: "5.2.1.5: no-store asked for", answer: fresh, first: { "Cache-Control": "no-store" }, want: "fwd=miss" },
  {
    rule: "5.2.2.4: no-cache",
    answer: { "Cache-Control": "no-cache, max-age=60", ETag: '"a"' },
    want: "fwd=stale; fwd-status=304",
  },
  {
    rule: "4.3: validated by its tag",
    answer: { ...fresh, ETag: '"a"' },
    after: 61,
    want: "fwd=stale; fwd-status=304",
  },
  { rule: "4.3: and by a weak one", answer: { ...fresh, ETag: 'W/"a"' }, after: 61, want: "fwd=stale; fwd-status=304" },
  { rule: "4.1: Vary, the same", answer: { ...fresh, Vary: "Accept-Language" }, want: "hit" },
  {
    rule: "4.1: Vary, another",
    answer: { ...fresh, Vary: "accept-language, Accept" },
    second: { "Accept-Language": "de" },
    want: "fwd=miss",
  },
  { rule: "4.1: Vary: *", answer: { ...fresh, Vary: "*" }, want: "fwd=miss" },
  { rule: "4: HEAD is answered by what GET got", answer: fresh, method: "HEAD", want: "hit" },
  { rule: "4: HEAD asks for itself", answer: fresh, after: 61, method: "HEAD", want: "fwd=method" },
  { rule: "3.5: Authorization", answer: fresh, first: { Authorization: "Bearer a" }, want: "fwd=miss" },
  {
    rule: "3.5: Authorization, and an answer for all",
    answer: { "Cache-Control": "public, max-age=60" },
    first: { Authorization: "Bearer a" },
    want: "hit",
  },
  {
    rule: "3.5: who authorizes gets nothing of others",
    answer: fresh,
    second: { Authorization: "b" },
    want: "fwd=miss",
  },
  { rule: "3.5: nor does an API key", answer: fresh, second: { "X-Api-Key": "b" }, want: "fwd=miss" },
  {
    rule: "a header that nobody knows makes nothing of an answer for others",
    answer: { "Cache-Control": "public, max-age=60" },
    first: { "X-Host": "evil.test" },
    want: "fwd=miss",
  },
  {
    rule: "unless the answer says that it depends on it",
    answer: { "Cache-Control": "public, max-age=60", Vary: "X-Api-Version" },
    first: { "X-Api-Version": "2" },
    second: { "X-Api-Version": "2" },
    want: "hit",
  },
  { rule: "3.3: ranges are left to the target", answer: fresh, second: { Range: "bytes=0-0" }, want: "fwd=bypass" },
];

describe("the second of two requests", () => {
  test.each(rows)("$rule: $want", async (row) => {
    const { rule: _, code = 200, first, after = 0, second, method = "GET", want } = row;
    answer = (response, headers, count) => {
      const said = { Date: now(), ...(typeof row.answer === "function" ? row.answer() : row.answer) };
      const isSame = "ETag" in said && headers["if-none-match"] === said.ETag;
      response.writeHead(isSame ? 304 : code, { ...said, ...(!isSame && { "Content-Length": 1 }) });
      response.end(isSame ? undefined : String(count));
    };
    expect(await (await ask(first)).text()).toBe("1");
    passTime(after);
    const response = await ask(second, { method });
    expect(status(response)).toBe(want);
    const isStored = want === "hit" || want.endsWith("304");
    expect(await response.text()).toBe(method === "HEAD" ? "" : isStored ? "1" : "2");
    if (isStored) expect(response.headers.get("age")).toBe(want === "hit" ? String(after) : "0");
    expect(asked).toHaveLength(want === "hit" ? 1 : 2);
  });
});

describe("what is stored", () => {
  test("is no page's grant: each gets that of its own policy", async () => {
    answer = (response) =>
      response.writeHead(200, { ...fresh, "Access-Control-Allow-Origin": "https://x.test" }).end("1");
    const callers = { origins: ["https://a.test", "https://b.test"], methods: ["PUT"] } as const;
    await using other = await startProxy({ callers, cache: { bytes: 1_000_000 } });
    for (const origin of callers.origins) {
      const response = await fetch(`${other.origin}/${target.origin}/${path}`, { headers: { Origin: origin } });
      expect(response.headers.get("access-control-allow-origin")).toBe(origin);
      expect(response.headers.get("vary")).toContain("Origin");
    }
    const refused = await fetch(`${other.origin}/${target.origin}/${path}`, { headers: { Origin: "https://c.test" } });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([403, null]);
    expect(asked).toHaveLength(1);
  });

  test("keeps nothing from being cleaned", async () => {
    answer = (response) => response.writeHead(200, { ...fresh, "Clear-Site-Data": '"*"', X: "1" }).end();
    await ask();
    const response = await ask();
    expect([status(response), response.headers.get("x")]).toEqual(["hit", "1"]);
    expect(response.headers.get("clear-site-data")).toBeNull();
    expect(response.headers.get("content-security-policy")).toBe("sandbox");
  });

  test("answers who has it already with 304, by tag or by date", async () => {
    const modified = "Sat, 21 Nov 2020 12:00:00 GMT";
    answer = (response) => response.writeHead(200, { ...fresh, ETag: 'W/"a,b"', "Last-Modified": modified }).end("1");
    await ask();
    for (const has of [
      { "If-None-Match": '"x", "a,b"' },
      { "If-None-Match": "*" },
      { "If-Modified-Since": modified },
    ]) {
      const { statusCode, headers, body } = await requestAsIs(has);
      expect([statusCode, headers["etag"], await body.text()]).toEqual([304, 'W/"a,b"', ""]);
    }
    expect((await requestAsIs({ "If-None-Match": '"x"', "If-Modified-Since": modified })).statusCode).toBe(200);
    expect(asked).toHaveLength(1);
  });

  test("is renewed by a 304: what it says holds from then on", async () => {
    answer = (response, { "if-none-match": has }) => {
      const headers = { ...fresh, ETag: '"a"', "X-Round": String(asked.length), Date: now() };
      if (has === undefined) response.writeHead(200, { ...headers, "Content-Type": "text/plain" }).end("body");
      else response.writeHead(304, headers).end();
    };
    await ask();
    passTime(61);
    await (await ask({ "If-None-Match": '"theirs"' })).text();
    expect(asked[1]?.["if-none-match"]).toBe('"a"');
    passTime(59);
    const response = await ask();
    expect([status(response), response.headers.get("x-round"), response.headers.get("content-type")]).toEqual([
      "hit",
      "2",
      "text/plain",
    ]);
    expect(await response.text()).toBe("body");
  });

  test("is forgotten if a 304 is about something else", async () => {
    answer = (response, { "if-none-match": has }, count) => {
      if (has === undefined) response.writeHead(200, { ...fresh, ETag: '"a"' }).end(String(count));
      else response.writeHead(304, { ETag: '"b"' }).end();
    };
    await ask();
    passTime(61);
    expect(await (await ask()).text()).toBe("3");
  });

  test("of which a 304 is about something else is asked for again, and whoever asked knows of that", async () => {
    const dispatch = cachingDispatch(({ headers }, handler) => {
      const [code, etag] = headers.includes("If-None-Match") ? ([304, '"b"'] as const) : ([200, '"a"'] as const);
      const lines = ["Cache-Control", "max-age=60", "Content-Length", "0", "ETag", etag];
      playAnswer({ status: code, headers: lines, body: Buffer.alloc(0) }, handler);
    }, 1_000_000);
    const askFor = (): Promise<readonly string[]> =>
      new Promise((resolve, reject) => {
        const told: string[] = [];
        dispatch(
          { origin: target.origin, path: "/", method: "GET", headers: [] },
          {
            onRequestStart: () => void told.push("start"),
            onRequestAgain: () => void told.push("again"),
            onResponseStart: (_controller, got) => void told.push(String(got)),
            onResponseData: () => {},
            onResponseEnd: () => resolve(told),
            onResponseError: (_controller, error) => reject(error),
          },
        );
      });
    expect(await askFor()).toEqual(["start", "200"]);
    passTime(61);
    expect(await askFor()).toEqual(["start", "again", "start", "200"]);
  });

  test("is not asked about for ever: a target that says again and again that there is more to come is left", async () => {
    let count = 0;
    const hinting = await startRawTarget((socket) => {
      const isFirst = (count += 1) === 1;
      const hint = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
      const first = 'HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nETag: "a"\r\nContent-Length: 1\r\n\r\n1';
      socket.once("data", () => {
        if (isFirst) socket.end(first);
        const timer = isFirst ? undefined : setInterval(() => socket.write(hint), 20);
        socket.once("close", () => clearInterval(timer));
      });
    });
    await using hasty = await startProxy({ cache: { bytes: 1_000_000 }, limits: { headersTimeout: 300 } });
    const url = `${hasty.origin}/${hinting.origin}/`;
    expect(await (await fetch(url)).text()).toBe("1");
    passTime(61);
    expect((await fetch(url)).status).toBe(504);
    hinting.stop();
  });

  test.each([
    ["PUT", 204, "fwd=miss"],
    ["DELETE", 500, "hit"],
    ["OPTIONS", 200, "hit"],
  ])("after %s with %d: %s (4.4)", async (method, code, want) => {
    answer = (response) => response.writeHead(200, fresh).end("1");
    await ask();
    answer = (response) => response.writeHead(code, fresh).end();
    await ask({}, { method });
    answer = (response) => response.writeHead(200, fresh).end("2");
    expect(status(await ask())).toBe(want);
  });

  test("is what redirects are too", async () => {
    answer = (response, _headers, count) => {
      if (count === 1) response.writeHead(301, { ...fresh, Location: "?end" }).end();
      else response.writeHead(200, fresh).end("end");
    };
    for (let round = 0; round < 2; round++) expect(await (await ask()).text()).toBe("end");
    expect(asked).toHaveLength(2);
  });

  test("may be refused from where the guard has changed its mind: it is asked before", async () => {
    answer = (response) => response.writeHead(200, fresh).end("1");
    await ask();
    await using other = await startProxy({ targets: { hosts: ["*"] }, cache: { bytes: 1_000_000 } });
    expect((await fetch(`${other.origin}/${target.origin}/${path}`)).status).toBe(403);
  });
});

describe("where the target fails", () => {
  const sie = { "Cache-Control": "max-age=10, stale-if-error=100" };
  test.each([
    ["with 503", sie, 60, (response: ServerResponse) => response.writeHead(503).end("down"), 200],
    ["by dropping the connection", sie, 60, (response: ServerResponse) => response.destroy(), 200],
    ["with 404, which is an answer", sie, 60, (response: ServerResponse) => response.writeHead(404).end(), 404],
    ["for too long", sie, 111, (response: ServerResponse) => response.writeHead(503).end(), 503],
    ["and has not allowed it", fresh, 61, (response: ServerResponse) => response.writeHead(503).end(), 503],
    [
      "and has forbidden it",
      { "Cache-Control": "max-age=10, stale-if-error=100, must-revalidate" },
      60,
      (response: ServerResponse) => response.writeHead(503).end(),
      503,
    ],
  ] as const)("%s: what is stored stands in, or not", async (_name, headers, after, failing, want) => {
    answer = (response) => response.writeHead(200, headers).end("stored");
    await ask();
    passTime(after);
    answer = failing;
    const response = await ask();
    expect(response.status).toBe(want);
    if (want === 200) expect([await response.text(), response.headers.get("age")]).toEqual(["stored", String(after)]);
  });

  test("only-if-cached is answered with 504 where nothing is stored, and with what is where it is", async () => {
    answer = (response) => response.writeHead(200, fresh).end("1");
    expect((await ask({ "Cache-Control": "only-if-cached" })).status).toBe(504);
    expect(asked).toHaveLength(0);
    await ask();
    expect((await ask({ "Cache-Control": "only-if-cached" })).status).toBe(200);
  });
});

describe("never stored", () => {
  test("an answer that breaks off, or whose client leaves", async () => {
    answer = (response) => {
      response.writeHead(200, { ...fresh, "Content-Length": 10 }).write("half");
      setTimeout(() => response.destroy(), 20);
    };
    await expect(ask().then((response) => response.text())).rejects.toThrow("terminated");
    answer = (response) => void response.writeHead(200, { ...fresh, "Content-Length": 10 }).write("half");
    const leaving = new AbortController();
    await ask({}, { signal: leaving.signal });
    leaving.abort();
    await until(() => proxy.proxy.inFlight() === 0, "the end");
    answer = (response) => response.writeHead(200, fresh).end("whole");
    expect([status(await ask()), await (await ask()).text()]).toEqual(["fwd=miss", "whole"]);
  });

  test("one to a GET with a body: what that made of it is nobody else's, nor what others got an answer to it", async () => {
    let body = "";
    const reading = await startTarget((got, response) => {
      body = "";
      got.setEncoding("latin1").on("data", (part: string) => (body += part));
      got.on("end", () => response.writeHead(200, { "Cache-Control": "public, max-age=60" }).end(`for ${body}`));
    });
    const url = `${proxy.origin}/${reading.origin}/`;
    const askWith = async (sent: string | Readable | null): Promise<string> =>
      (await request(url, { method: "GET", body: sent })).body.text();
    // Without a length, no header says that it is there.
    expect(await askWith(Readable.from(["evil"]))).toBe("for evil");
    expect(await askWith(null)).toBe("for ");
    expect(await askWith(Readable.from(["mine"]))).toBe("for mine");
    expect(await askWith("mine")).toBe("for mine");
    expect(await askWith(null)).toBe("for ");
    reading.stop();
  });

  test.each([
    ["without a word", ""],
    ["in a coding that has no end of its own", "Transfer-Encoding: gzip\r\n"],
  ])("one that ends with its connection, %s: who cut it off is not known", async (_name, line) => {
    const closing = await startRawTarget((socket) =>
      socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n${line}\r\nall?`)),
    );
    for (let round = 0; round < 2; round++) {
      const response = await fetch(`${proxy.origin}/${closing.origin}/`);
      expect([await response.text(), status(response)]).toEqual(["all?", "fwd=miss"]);
    }
    closing.stop();
  });

  test("a body beyond the budget, which streams on; what was there stays", async () => {
    answer = (response) => response.writeHead(200, fresh).end("small");
    await ask();
    const small = path;
    path += 1;
    const chunk = Buffer.alloc(65_536);
    const chunks = 100;
    answer = (response) => {
      response.writeHead(200, fresh);
      let sent = 0;
      const fill = (): void => {
        while (sent < chunks) {
          sent += 1;
          if (!response.write(chunk)) return;
        }
        response.end();
      };
      response.on("drain", fill);
      fill();
    };
    for (let round = 0; round < 2; round++) {
      const response = await ask();
      expect(status(response)).toBe("fwd=miss");
      expect((await response.arrayBuffer()).byteLength).toBe(chunk.length * chunks);
    }
    path = small;
    expect(status(await ask())).toBe("hit");
  });

  test("more than there is room for: what was not asked for the longest goes", async () => {
    const body = "x".repeat(100_000);
    answer = (response) => response.writeHead(200, fresh).end(body);
    const first = path;
    for (let count = 0; count < 12; count++, path++) await (await ask()).arrayBuffer();
    path -= 1;
    expect(status(await ask())).toBe("hit");
    path = first;
    expect(status(await ask())).toBe("fwd=miss");
    path += 100;
  });

  test("more variants than it keeps, whoever makes them up", async () => {
    answer = (response) => response.writeHead(200, { ...fresh, Vary: "Accept-Language" }).end("1");
    for (let count = 0; count < 40; count++) await ask({ "Accept-Language": String(count) });
    expect(status(await ask({ "Accept-Language": "39" }))).toBe("hit");
    expect(status(await ask({ "Accept-Language": "0" }))).toBe("fwd=miss");
  });
});

test("requests at the same time all get the whole, and what comes of them is stored", async () => {
  const body = "x".repeat(50_000);
  answer = (response) => {
    response.writeHead(200, fresh).write(body);
    setTimeout(() => response.end(body), 10);
  };
  const texts = await Promise.all(Array.from({ length: 20 }, () => ask().then((response) => response.text())));
  expect(new Set(texts)).toEqual(new Set([body + body]));
  const response = await ask();
  expect([status(response), (await response.text()).length]).toEqual(["hit", 100_000]);
});
