import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import type { EngineName, RequestInit } from "../src/index.ts";
import { Browser, fetchHandlerTransport, Headers, Response, undiciTransport } from "../src/index.ts";
import type { Listener } from "./support/servers.ts";
import { bodyOf, selfSignedCertificate, serve, serveSecurely } from "./support/servers.ts";

/** An API that lets every origin in, and answers with what the row says. */
function open(answer: Listener): Listener {
  return (request, response) => {
    response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*");
    response.setHeader("Access-Control-Allow-Credentials", "true");
    response.setHeader("Access-Control-Allow-Methods", "PUT, DELETE");
    response.setHeader("Access-Control-Allow-Headers", "Content-Type, X-Id");
    if (request.method === "OPTIONS") response.writeHead(204).end();
    else void answer(request, response);
  };
}

describe("a response from another origin", () => {
  test("has the status, the exposed headers, and the body", async () => {
    const api = await serve(
      open((_request, response) => {
        response.writeHead(201, "Made", {
          "X-Id": "7",
          "X-Secret": "8",
          "Access-Control-Expose-Headers": "X-Id",
          "Content-Type": "text/plain",
        });
        response.end("made");
      }),
    );
    const page = new Browser().open("http://app.example/");
    const response = await page.fetch(`${api.origin}/items?a=1#part`);
    const { type, status, ok, statusText, url, redirected, headers } = response;
    expect({ type, status, ok, statusText, url, redirected }).toEqual({
      type: "cors",
      status: 201,
      ok: true,
      statusText: "Made",
      url: `${api.origin}/items?a=1`,
      redirected: false,
    });
    expect([...headers]).toEqual([
      ["content-type", "text/plain"],
      ["x-id", "7"],
    ]);
    expect(response).toBeInstanceOf(Response);
    expect(headers).toBeInstanceOf(Headers);
    expect(await response.text()).toBe("made");
    expect(api.requests[0]!.headers).toMatchObject({
      origin: "http://app.example",
      accept: "*/*",
      "accept-encoding": "gzip, deflate",
    });
  });

  test("without CORS is opaque: status 0, no header, no body", async () => {
    const api = await serve((_request, response) => response.writeHead(500, { "X-Id": "7" }).end("secret"));
    const response = await new Browser().open("http://app.example/").fetch(api.origin, { mode: "no-cors" });
    const { type, status, ok, url, body, headers } = response;
    expect({ type, status, ok, url, body, headers: [...headers] }).toEqual({
      type: "opaque",
      status: 0,
      ok: false,
      url: "",
      body: null,
      headers: [],
    });
    expect(await response.text()).toBe("");
    expect(api.requests[0]!.headers.origin).toBeUndefined();
  });

  test("that keeps its redirect is opaque as well", async () => {
    const api = await serve(open((_request, response) => response.writeHead(302, { Location: "/next" }).end()));
    const response = await new Browser().open("http://app.example/").fetch(api.origin, { redirect: "manual" });
    expect([response.type, response.status, response.body, [...response.headers]]).toEqual([
      "opaqueredirect",
      0,
      null,
      [],
    ]);
    expect(api.requests).toHaveLength(1);
  });
});

const messages: Record<EngineName, string> = {
  spec: "Failed to fetch",
  chromium: "Failed to fetch",
  firefox: "NetworkError when attempting to fetch resource.",
  webkit: "Load failed",
};
test.each(Object.keys(messages) as EngineName[])(
  "%s tells a page no more than its own words, and the cause to whoever looks",
  async (engine) => {
    const api = await serve((_request, response) => response.end());
    const page = new Browser({ engine }).open("http://localhost:3000/");
    const error = await page.fetch(api.origin).catch((reason: unknown) => reason);
    expect(error).toEqual(new TypeError(messages[engine]));
    const { cause } = error as TypeError;
    expect(JSON.parse(JSON.stringify(cause))).toEqual({
      ok: false,
      code: "allow-origin-missing",
      actual: null,
      message: "The response has no Access-Control-Allow-Origin.",
    });
  },
);

describe("a preflight on the wire", () => {
  test("asks first, once, and is remembered", async () => {
    const api = await serve(open((_request, response) => response.end("done")));
    const page = new Browser().open("http://app.example/");
    const init: RequestInit = {
      method: "PUT",
      headers: { "X-Id": "7", "Content-Type": "application/json" },
      body: "{}",
    };
    await page.fetch(api.origin, init);
    await page.fetch(api.origin, init);
    expect(api.requests.map(({ method }) => method)).toEqual(["OPTIONS", "PUT", "PUT"]);
    expect(api.requests[0]!.headers).toMatchObject({
      origin: "http://app.example",
      "access-control-request-method": "PUT",
      "access-control-request-headers": "content-type,x-id",
    });
    expect(api.requests[0]!.headers["x-id"]).toBeUndefined();
  });

  test("says like any request whence it comes, if its URL is trustworthy", async () => {
    const api = await serve(open((_request, response) => response.end()));
    await new Browser().open("http://127.0.0.1/").fetch(api.origin, { method: "PUT" });
    const sent = api.requests.map(({ headers }) =>
      ["dest", "mode", "site"].map((part) => headers[`sec-fetch-${part}`]),
    );
    expect(sent).toEqual([
      ["empty", "cors", "same-site"],
      ["empty", "cors", "same-site"],
    ]);
  });

  test("that is refused sends nothing more", async () => {
    const api = await serve((_request, response) => response.writeHead(404).end());
    const { response, trace } = await new Browser().open("http://app.example/").trace(api.origin, { method: "DELETE" });
    expect(response).toBeNull();
    expect(trace.outcome).toMatchObject({ ok: false, exchange: 0 });
    expect(api.requests.map(({ method }) => method)).toEqual(["OPTIONS"]);
  });
});

describe("redirects", () => {
  test("are followed; a POST becomes a GET on 302, and stays on 307", async () => {
    const api = await serve(
      open(async (request, response) => {
        const [, status, next] = /^\/(30\d)(.*)$/.exec(request.url!) ?? [];
        const body = await bodyOf(request);
        if (status === undefined) response.end(`${request.method} ${body}`);
        else response.writeHead(Number(status), { Location: next === "" ? "/end" : next }).end("x".repeat(200_000));
      }),
    );
    const page = new Browser().open("http://app.example/");
    const outcomes = [];
    for (const path of ["/302", "/303", "/307", "/308/307"]) {
      const response = await page.fetch(api.origin + path, { method: "POST", body: "text" });
      outcomes.push([path, response.redirected, response.url === `${api.origin}/end`, await response.text()]);
    }
    expect(outcomes).toEqual([
      ["/302", true, true, "GET "],
      ["/303", true, true, "GET "],
      ["/307", true, true, "POST text"],
      ["/308/307", true, true, "POST text"],
    ]);
  });

  test("across origins make the second's Origin null", async () => {
    const second = await serve(open((_request, response) => response.end("second")));
    const first = await serve(open((_request, response) => response.writeHead(302, { Location: second.origin }).end()));
    const response = await new Browser().open("http://app.example/").fetch(first.origin);
    expect(await response.text()).toBe("second");
    expect([first, second].map(({ requests }) => requests[0]!.headers.origin)).toEqual(["http://app.example", "null"]);
  });

  test("end after twenty", async () => {
    const api = await serve(open((_request, response) => response.writeHead(302, { Location: "/again" }).end()));
    const { trace } = await new Browser().open("http://app.example/").trace(api.origin);
    expect(trace.outcome).toMatchObject({ failure: { code: "too-many-redirects" } });
    expect(api.requests).toHaveLength(21);
  });

  test("are an error if the page says so", async () => {
    const api = await serve(open((_request, response) => response.writeHead(302, { Location: "/next" }).end()));
    const page = new Browser().open("http://app.example/");
    await expect(page.fetch(api.origin, { redirect: "error" })).rejects.toMatchObject({
      cause: { code: "redirect-mode-error" },
    });
  });
});

describe("a Referrer-Policy of a redirect", () => {
  const rows: readonly {
    readonly name: string;
    readonly policy: string[];
    readonly init?: RequestInit["referrerPolicy"];
    readonly want: "the page" | "its origin" | undefined;
  }[] = [
    { name: "holds for the next hop", policy: ["unsafe-url"], want: "the page" },
    { name: "can take the referrer away", policy: ["no-referrer"], want: undefined },
    {
      name: "gives nothing back that the first hop took away",
      init: "origin",
      policy: ["unsafe-url"],
      want: "its origin",
    },
    {
      name: "is the last of several that is known, in either case",
      policy: ["no-referrer", "Unsafe-URL, none"],
      want: "the page",
    },
    { name: "changes nothing if no word of it is known", policy: ["never"], want: "its origin" },
  ];
  test.each(rows)("$name", async ({ policy, init, want }) => {
    const api = await serve(open((_request, response) => response.end()));
    const app = await serve((_request, response) => {
      response.writeHead(302, { Location: api.origin, "Referrer-Policy": policy }).end();
    });
    const page = new Browser().open(`${app.origin}/page?query`);
    await page.fetch("/", init === undefined ? {} : { referrerPolicy: init });
    const referrers = new Map([
      [page.url, "the page"],
      [`${app.origin}/`, "its origin"],
    ]);
    expect(referrers.get(api.requests[0]!.headers.referer ?? "")).toBe(want);
  });

  test("that names none hides the page of a POST to its own server", async () => {
    const app = await serve((request, response) => {
      if (request.url === "/end") response.end();
      else response.writeHead(307, { Location: "/end", "Referrer-Policy": "no-referrer" }).end();
    });
    const page = new Browser().open(app.origin);
    await page.fetch("/", { method: "POST", mode: "same-origin" });
    expect(app.requests.map(({ headers }) => headers.origin)).toEqual([app.origin, "null"]);
  });
});

describe("the lines of a request", () => {
  test.each(["chromium", "firefox", "webkit"] as const)("of one name are one line in %s", async (engine) => {
    const app = await serve((_request, response) => response.end());
    const page = new Browser({ engine }).open(app.origin, { addressSpace: "loopback" });
    const headers: [string, string][] = [
      ["X-Id", "1"],
      ["x-id", "2"],
    ];
    await page.fetch("/", { headers });
    const { rawHeaders } = app.requests[0]!;
    expect(rawHeaders[rawHeaders.indexOf("X-Id") + 1]).toBe("1, 2");
    expect(rawHeaders).not.toContain("x-id");
  });

  test("ask for no content coding beside a Range, whose bytes are those of the coded body", async () => {
    const app = await serve((_request, response) => response.end());
    await new Browser().open(app.origin).fetch("/", { headers: { Range: "bytes=0-10" } });
    expect(app.requests[0]!.headers["accept-encoding"]).toBe("identity");
  });
});

describe("a referrer", () => {
  test("has no user, no password and no fragment", async () => {
    const app = await serve((_request, response) => response.end());
    const address = app.origin.replace("//", "//user:password@");
    await new Browser().open(`${address}/page#part`).fetch(`${app.origin}/`);
    expect(app.requests[0]!.headers.referer).toBe(`${app.origin}/page`);
  });

  test("longer than 4096 characters is the origin alone", async () => {
    const app = await serve((_request, response) => response.end());
    for (const length of [4096, 4097]) {
      const address = `${app.origin}/`;
      await new Browser().open(address.padEnd(length, "x")).fetch(`${app.origin}/`);
    }
    expect(app.requests.map(({ headers }) => headers.referer!.length)).toEqual([4096, app.origin.length + 1]);
  });
});

describe("a streaming body", () => {
  const stream = (): ReadableStream<Uint8Array> => ReadableStream.from([Buffer.from("first "), Buffer.from("second")]);

  const certificate = selfSignedCertificate("localhost");
  const secureBrowser = (): Browser => {
    const transport = undiciTransport({ insecure: true });
    onTestFinished(() => transport.close());
    return new Browser({ transport });
  };

  test("needs https, as browsers speak HTTP/2 nowhere else", async () => {
    const api = await serve(open((_request, response) => response.end()));
    const page = new Browser().open("http://app.example/");
    const sent = page.fetch(api.origin, { method: "POST", body: stream(), duplex: "half" });
    await expect(sent).rejects.toMatchObject({ cause: { code: "stream-upload", actual: "HTTP/1.1" } });
    expect(api.requests.map(({ method }) => method)).toEqual(["OPTIONS"]);
  });

  test("is a text in Firefox, and nothing in WebKit", async () => {
    const api = await serve(open(async (request, response) => response.end(await bodyOf(request))));
    const send = (engine: EngineName): Promise<Response> =>
      new Browser({ engine })
        .open("http://app.example/")
        .fetch(api.origin, { method: "POST", body: stream(), duplex: "half" });
    expect(await (await send("firefox")).text()).toBe("[object ReadableStream]");
    expect(api.requests.map(({ headers, method }) => [method, headers["content-type"]])).toEqual([
      ["POST", "text/plain;charset=UTF-8"],
    ]);
    await expect(send("webkit")).rejects.toMatchObject({ cause: { code: "stream-upload", actual: null } });
    expect(api.requests).toHaveLength(1);
  });

  test("arrives in chunks, after a preflight", async () => {
    const api = await serveSecurely(
      certificate,
      open(async (request, response) => response.end(await bodyOf(request))),
    );
    const page = secureBrowser().open("https://app.example/");
    const response = await page.fetch(api.origin, { method: "POST", body: stream(), duplex: "half" });
    expect(await response.text()).toBe("first second");
    expect(api.requests.map(({ method }) => method)).toEqual(["OPTIONS", "POST"]);
    expect(api.requests[1]!.headers["transfer-encoding"]).toBe("chunked");
  });

  test("may be any iterable of bytes", async () => {
    const app = await serveSecurely(certificate, async (request, response) => response.end(await bodyOf(request)));
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("first ");
      yield Buffer.from("second");
    }
    const response = await secureBrowser()
      .open(app.origin)
      .fetch("/", { method: "POST", body: chunks(), duplex: "half" });
    expect(await response.text()).toBe("first second");
  });

  test("cannot be sent again, but can be left behind", async () => {
    const api = await serveSecurely(
      certificate,
      open(async (request, response) => {
        await bodyOf(request);
        if (request.url === "/end") response.end(request.method);
        else response.writeHead(Number(request.url!.slice(1)), { Location: "/end" }).end();
      }),
    );
    const page = secureBrowser().open("https://app.example/");
    const send = (status: number): Promise<Response> =>
      page.fetch(`${api.origin}/${status}`, { method: "POST", body: stream(), duplex: "half" });
    await expect(send(307)).rejects.toMatchObject({ cause: { code: "redirect-body-not-replayable" } });
    expect(await (await send(303)).text()).toBe("GET");
  });

  test("of something else than bytes fails", async () => {
    const api = await serveSecurely(
      certificate,
      open((_request, response) => response.end()),
    );
    const body = ReadableStream.from(["text"]) as unknown as ReadableStream<Uint8Array>;
    const page = secureBrowser().open("https://app.example/");
    await expect(page.fetch(api.origin, { method: "POST", body, duplex: "half" })).rejects.toThrow("Failed to fetch");
  });

  test("is not read faster than it is sent, nor a response faster than it is read", async () => {
    let sent = 0;
    const api = await serve(
      open((_request, response) => {
        const chunk = Buffer.alloc(64 * 1024);
        const more = (): void => {
          while (sent < 4096 && response.write(chunk)) sent++;
          if (sent < 4096) response.once("drain", more);
        };
        more();
      }),
    );
    const response = await new Browser().open("http://app.example/").fetch(api.origin);
    const reader = response.body!.getReader();
    await reader.read();
    await wait(200);
    expect(sent * 64).toBeLessThan(64 * 1024);
    await reader.cancel();
  });
});

describe("a body that is sent", () => {
  const form = new FormData();
  form.append("name", "Ada");
  form.append("file", new Blob(["contents"], { type: "text/css" }), "a.css");
  const rows: { name: string; body: RequestInit["body"]; type: RegExp | undefined; text: RegExp }[] = [
    { name: "text", body: "ä", type: /^text\/plain;charset=UTF-8$/, text: /^ä$/ },
    {
      name: "a form's fields",
      body: new URLSearchParams({ a: "1 2" }),
      type: /^application\/x-www-form-urlencoded;charset=UTF-8$/,
      text: /^a=1\+2$/,
    },
    { name: "a Blob", body: new Blob(["text"], { type: "text/css" }), type: /^text\/css$/, text: /^text$/ },
    { name: "a Blob of no type", body: new Blob(["text"]), type: undefined, text: /^text$/ },
    {
      name: "part of a buffer",
      body: new Uint8Array(Buffer.from("xtextx")).subarray(1, 5),
      type: undefined,
      text: /^text$/,
    },
    { name: "a buffer", body: new Uint8Array(Buffer.from("text")).buffer, type: undefined, text: /^text$/ },
    { name: "nothing", body: "", type: /^text\/plain/, text: /^$/ },
    {
      name: "a form with a file",
      body: form,
      type: /^multipart\/form-data; boundary=/,
      text: /name="name"\r\n\r\nAda\r\n[^]*filename="a.css"\r\nContent-Type: text\/css\r\n\r\ncontents\r\n/,
    },
  ];
  test.each(rows)("$name has its type and its length", async ({ body, type, text }) => {
    let received = "";
    const app = await serve(async (request, response) => {
      received = await bodyOf(request);
      response.end();
    });
    await new Browser().open(app.origin).fetch("/", { method: "POST", body: body! });
    const { headers } = app.requests[0]!;
    expect(received).toMatch(text);
    expect(headers["content-length"]).toBe(String(Buffer.byteLength(received)));
    if (type === undefined) expect(headers["content-type"]).toBeUndefined();
    else expect(headers["content-type"]).toMatch(type);
  });
});

describe("an abort", () => {
  test("before the start sends nothing", async () => {
    const app = await serve((_request, response) => response.end());
    const page = new Browser().open(app.origin);
    const signal = AbortSignal.abort(new Error("changed my mind"));
    await expect(page.fetch("/", { signal })).rejects.toBe(signal.reason);
    expect((await page.trace("/", { signal })).trace.outcome).toMatchObject({ failure: { code: "aborted" } });
    expect(app.requests).toEqual([]);
  });

  test("before the headers hangs up", async () => {
    let hungUp: () => void;
    const whenHungUp = new Promise<void>((resolve) => (hungUp = resolve));
    const controller = new AbortController();
    const app = await serve((request) => {
      request.on("close", () => hungUp());
      controller.abort();
    });
    await expect(new Browser().open(app.origin).fetch("/", { signal: controller.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
    await whenHungUp;
  });

  test("amid the body breaks it off, and is what its reader gets", async () => {
    const controller = new AbortController();
    let hungUp: () => void;
    const whenHungUp = new Promise<void>((resolve) => (hungUp = resolve));
    const app = await serve((_request, response) => {
      response.on("close", () => hungUp());
      response.write("first");
    });
    const page = new Browser().open(app.origin);
    const response = await page.fetch("/", { signal: controller.signal });
    const text = response.text();
    controller.abort();
    await expect(text).rejects.toMatchObject({ name: "AbortError" });
    await whenHungUp;
  });

  test("amid a stream, and before anyone reads", async () => {
    const app = await serve((_request, response) => void response.write("first"));
    const page = new Browser().open(app.origin);
    const reason = new Error("enough");
    const first = new AbortController();
    const reader = (await page.fetch("/", { signal: first.signal })).body!.getReader();
    await reader.read();
    first.abort(reason);
    await expect(reader.read()).rejects.toBe(reason);

    const second = new AbortController();
    const unread = await page.fetch("/", { signal: second.signal });
    second.abort(reason);
    await wait(20);
    await expect(unread.text()).rejects.toBe(reason);
  });

  test("by time is a TimeoutError, and a Request carries its signal", async () => {
    const app = await serve(() => {});
    const page = new Browser().open(app.origin);
    await expect(page.fetch(new page.Request("/", { signal: AbortSignal.timeout(20) }))).rejects.toMatchObject({
      name: "TimeoutError",
    });
  });

  test("of many at once, without a warning", async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on("warning", onWarning);
    onTestFinished(() => void process.off("warning", onWarning));
    const controller = new AbortController();
    const app = await serve(() => {});
    const page = new Browser().open(app.origin);
    const pending = Array.from({ length: 50 }, () => page.fetch("/", { signal: controller.signal }));
    await wait(50);
    controller.abort();
    const outcomes = await Promise.allSettled(pending);
    expect(
      outcomes.every((outcome) => outcome.status === "rejected" && outcome.reason === controller.signal.reason),
    ).toBe(true);
    await wait(10);
    expect(warnings).toEqual([]);
  });

  test("while a preflight is under way", async () => {
    const controller = new AbortController();
    const api = await serve(() => controller.abort());
    const { trace } = await new Browser()
      .open("http://app.example/")
      .trace(api.origin, { method: "PUT", signal: controller.signal });
    expect(trace.outcome).toMatchObject({ failure: { code: "aborted" }, exchange: 0 });
  });
});

test("a body that breaks off is a TypeError with its cause", async () => {
  const app = await serve((_request, response) => {
    response.writeHead(200, { "Content-Length": 100 }).write("half");
    setTimeout(() => response.destroy(), 20);
  });
  for (const [engine, message] of [
    ["chromium", "network error"],
    ["firefox", "Error in input stream"],
    ["webkit", "Load failed"],
  ] as const) {
    const response = await new Browser({ engine }).open(app.origin).fetch("/");
    const error = await response.text().catch((reason: unknown) => reason);
    expect(error).toEqual(new TypeError(message));
    expect((error as TypeError).cause).toMatchObject({ code: "connection-closed" });
  }
});

test("a sandboxed page's origin is null", async () => {
  const api = await serve(open((_request, response) => response.end("text")));
  const page = new Browser().open("http://app.example/", { sandboxed: true });
  expect(page.origin).toBe("null");
  await (await page.fetch(api.origin)).text();
  expect(api.requests[0]!.headers.origin).toBe("null");
});

test("a data: URL needs no server", async () => {
  const response = await new Browser().open("http://app.example/").fetch("data:text/plain;base64,aGVsbG8=");
  expect([response.type, response.status, response.headers.get("Content-Type"), await response.text()]).toEqual([
    "basic",
    200,
    "text/plain",
    "hello",
  ]);
});

test("nothing is cached, so only-if-cached has nothing", async () => {
  const app = await serve((_request, response) => response.end());
  const page = new Browser().open(app.origin);
  const init: RequestInit = { mode: "same-origin", cache: "only-if-cached" };
  await expect(page.fetch("/", init)).rejects.toMatchObject({ cause: { code: "only-if-cached" } });
  expect(app.requests).toEqual([]);
});

test("a HEAD has no body, and a 204 none", async () => {
  const app = await serve((request, response) => response.writeHead(request.url === "/none" ? 204 : 200).end());
  const page = new Browser().open(app.origin);
  expect((await page.fetch("/", { method: "HEAD" })).body).toBeNull();
  expect((await page.fetch("/none")).body).toBeNull();
});

test("fetch needs no page to be called on: it can stand in for the global one", async () => {
  const app = await serve((_request, response) => response.end("text"));
  const fetch: typeof globalThis.fetch = new Browser().open(app.origin).fetch;
  expect(await (await fetch("/")).text()).toBe("text");
});

test("an app's handler is fetched without a socket", async () => {
  const transport = fetchHandlerTransport(async (request) => {
    const text = `${request.method} ${request.headers.get("origin")} ${await request.text()}`;
    return new globalThis.Response(text, { headers: { "Access-Control-Allow-Origin": "*" } });
  });
  const page = new Browser({ transport }).open("https://app.example/");
  const response = await page.fetch("https://api.example/", { method: "POST", body: "text" });
  expect(await response.text()).toBe("POST https://app.example text");
});

test("a handler that throws is a network error", async () => {
  const transport = fetchHandlerTransport(() => {
    throw new Error("the handler broke");
  });
  const page = new Browser({ transport }).open("https://app.example/");
  await expect(page.fetch("/")).rejects.toMatchObject({
    cause: { code: "network-failed", message: "The request to app.example failed: the handler broke." },
  });
});
