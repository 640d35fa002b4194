import { describe, expect, test } from "vitest";
import { Browser, memoryTransport } from "../src/index.ts";
import type { RequestInit } from "../src/index.ts";

const browser = new Browser({ transport: memoryTransport(() => ({})) });
const page = browser.open("https://app.example/folder/page#part");

describe("what makes no request is a TypeError, for the constructor and for fetch", () => {
  const rows: { name: string; input?: string; init?: RequestInit | Record<string, unknown>; says: RegExp }[] = [
    { name: "what is no URL", input: "http://", says: /"http:\/\/" is not a URL/ },
    { name: "a URL with a password", input: "https://user:secret@api.example/", says: /credentials/ },
    { name: "a method that is no token", init: { method: "GET /" }, says: /"GET \/" is not an HTTP method/ },
    { name: "a forbidden method", init: { method: "trace" }, says: /forbidden/ },
    { name: "a body on a GET", init: { body: "x" }, says: /cannot have a body/ },
    { name: "a header with a line break", init: { headers: { a: "1\n2" } }, says: /not a header value/ },
    { name: "a mode that no script has", init: { mode: "navigate" }, says: /mode is "navigate"; it can be one of/ },
    { name: "credentials as a boolean", init: { credentials: true }, says: /credentials is true/ },
    { name: "PUT without CORS", init: { method: "PUT", mode: "no-cors" }, says: /no-cors/ },
    { name: "only-if-cached in another mode", init: { cache: "only-if-cached" }, says: /same-origin/ },
    { name: "a stream without duplex", init: { method: "POST", body: new ReadableStream() }, says: /duplex/ },
    {
      name: "a stream without CORS",
      init: { method: "POST", body: new ReadableStream(), duplex: "half", mode: "no-cors" },
      says: /no-cors/,
    },
    { name: "a signal that is none", init: { signal: {} }, says: /AbortSignal/ },
    { name: "a referrer that is no URL", init: { referrer: "http://" }, says: /not a URL/ },
  ];
  test.each(rows)("$name", async ({ input = "https://api.example/", init = {}, says }) => {
    expect(() => new page.Request(input, init as RequestInit)).toThrow(TypeError);
    await expect(page.fetch(input, init)).rejects.toThrow(says);
    const { response, trace } = await page.trace(input, init);
    expect(response).toBeNull();
    expect(trace.outcome).toMatchObject({ ok: false, failure: { code: "invalid-request" }, exchange: null });
    expect(trace.exchanges).toEqual([]);
  });
});

describe("a request's attributes", () => {
  test("as in a page when nothing is said", () => {
    const request = new page.Request("data?x#y");
    expect(pick(request)).toEqual({
      method: "GET",
      url: "https://app.example/folder/data?x#y",
      mode: "cors",
      credentials: "same-origin",
      cache: "default",
      redirect: "follow",
      referrer: "about:client",
      referrerPolicy: "",
      keepalive: false,
    });
    expect([request.body, request.bodyUsed, request.signal.aborted]).toEqual([null, false, false]);
  });

  test("as they were given, the method normalized", () => {
    const init = {
      method: "put",
      mode: "same-origin",
      credentials: "omit",
      cache: "no-store",
      redirect: "manual",
      referrer: "/elsewhere",
      referrerPolicy: "origin",
      keepalive: true,
    } as const;
    const made = pick(new page.Request("/", init));
    expect(made).toEqual({
      ...init,
      method: "PUT",
      url: "https://app.example/",
      referrer: "https://app.example/elsewhere",
    });
  });

  test("patch is not normalized: methods are case-sensitive", () => {
    expect(new page.Request("/", { method: "patch" }).method).toBe("patch");
  });

  test("a referrer of another origin is the page itself", () => {
    expect(new page.Request("/", { referrer: "https://other.example/" }).referrer).toBe("about:client");
  });

  test("a body brings its type, unless there is one", () => {
    const typeOf = (init: RequestInit): string | null =>
      new page.Request("/", { method: "POST", ...init }).headers.get("Content-Type");
    expect(typeOf({ body: "x" })).toBe("text/plain;charset=UTF-8");
    expect(typeOf({ body: new URLSearchParams() })).toBe("application/x-www-form-urlencoded;charset=UTF-8");
    expect(typeOf({ body: new FormData() })).toMatch(/^multipart\/form-data; boundary=/);
    expect(typeOf({ body: new Uint8Array(1) })).toBeNull();
    expect(typeOf({ body: "{}", headers: { "content-type": "application/json" } })).toBe("application/json");
  });
});

function pick(request: InstanceType<typeof page.Request>): object {
  const { method, url, mode, credentials, cache, redirect, referrer, referrerPolicy, keepalive } = request;
  return { method, url, mode, credentials, cache, redirect, referrer, referrerPolicy, keepalive };
}

describe("a request made of another", () => {
  test("takes all it has, and its body with it", async () => {
    const first = new page.Request("/a", {
      method: "POST",
      body: "text",
      headers: { "X-Id": "1" },
      credentials: "include",
    });
    const second = new page.Request(first, { headers: { "X-Id": "2" } });
    expect([second.url, second.method, second.credentials]).toEqual(["https://app.example/a", "POST", "include"]);
    expect(second.headers.get("X-Id")).toBe("2");
    expect([first.bodyUsed, second.bodyUsed, await second.text()]).toEqual([true, false, "text"]);
    expect(() => new page.Request(first)).toThrow(TypeError);
    expect(new page.Request(first, { body: "other" }).bodyUsed).toBe(false);
  });

  test("that cannot be made takes nothing", async () => {
    const first = new page.Request("/a", { method: "POST", body: "text" });
    expect(() => new page.Request(first, { method: "GET" })).toThrow(TypeError);
    expect([first.bodyUsed, await first.text()]).toEqual([false, "text"]);
  });

  test("a clone shares nothing", async () => {
    const request = new page.Request("/a", { method: "POST", body: "text" });
    const clone = request.clone();
    clone.headers.set("X-Id", "1");
    expect([request.headers.has("X-Id"), await request.text(), await clone.text()]).toEqual([false, "text", "text"]);
  });

  test("one of another page is a Request here too", () => {
    const other = browser.open("https://other.example/");
    expect(new other.Request("/")).toBeInstanceOf(page.Request);
    expect(new page.Request(new other.Request("/")).url).toBe("https://other.example/");
  });
});

describe("what is fetched", () => {
  const sent: string[] = [];
  const echo = new Browser({
    transport: memoryTransport(async ({ method, url, body }) => {
      const content = body === null ? "" : await new Response(body.content as Uint8Array).text();
      sent.push(`${method} ${url.href} ${content}`);
      return {};
    }),
  }).open("https://app.example/");

  test("a Request's body is taken once", async () => {
    const request = new echo.Request("/a", { method: "POST", body: "text" });
    await echo.fetch(request.clone());
    await echo.fetch(request);
    expect(request.bodyUsed).toBe(true);
    await expect(echo.fetch(request)).rejects.toThrow(TypeError);
    expect(sent.splice(0)).toEqual(["POST https://app.example/a text", "POST https://app.example/a text"]);
  });

  test("headers set on a Request are sent", async () => {
    const request = new echo.Request("/a");
    request.headers.set("X-Id", "1");
    const { trace } = await echo.trace(request);
    expect(trace.request.headers).toEqual([["X-Id", "1"]]);
    sent.splice(0);
  });

  test("Node's own Request", async () => {
    await echo.fetch(new Request("https://app.example/b", { method: "POST", body: "text" }));
    await echo.fetch(new Request("https://app.example/b"), { method: "DELETE" });
    expect(sent.splice(0)).toEqual(["POST https://app.example/b text", "DELETE https://app.example/b "]);
  });
});

test.each(["nonsense", "/path", "ftp://files.example/", "about:blank", ""])("%j is no page's address", (url) => {
  expect(() => browser.open(url)).toThrow(
    new TypeError(`${JSON.stringify(url)} is not the address of a page: it needs http:// or https://.`),
  );
});

test("an engine that there is not", () => {
  expect(() => new Browser({ engine: "netscape" as "spec" })).toThrow(
    new TypeError('"netscape" is not an engine; there are spec, chromium, firefox, webkit.'),
  );
});
