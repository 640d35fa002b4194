import { setTimeout as wait } from "node:timers/promises";
import type { AxiosInstance } from "axios";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { XMLHttpRequest } from "../src/index.ts";
import { Browser, memoryTransport } from "../src/index.ts";
import { bodyOf, serve } from "./support/servers.ts";

const types = ["loadstart", "progress", "load", "error", "abort", "timeout", "loadend"] as const;

/** Writes down what a script hears: event, state, and on the upload's side with an arrow. */
function listenTo(xhr: XMLHttpRequest, alsoUpload = false): string[] {
  const heard: string[] = [];
  xhr.addEventListener("readystatechange", () => heard.push(`readystatechange ${xhr.readyState}`));
  for (const type of types) {
    xhr.addEventListener(type, (event) => {
      const { loaded, total } = event as unknown as { loaded: number; total: number };
      heard.push(`${type} ${loaded}/${total}`);
    });
    if (!alsoUpload) continue;
    xhr.upload.addEventListener(type, (event) =>
      heard.push(`↑${type} ${(event as unknown as { loaded: number }).loaded}`),
    );
  }
  return heard;
}

function whenOver(xhr: XMLHttpRequest): Promise<unknown> {
  return new Promise((resolve) => xhr.addEventListener("loadend", resolve));
}

const open = { "Access-Control-Allow-Origin": "http://app.example", "Access-Control-Allow-Credentials": "true" };

describe("what a script hears, in its order", () => {
  test("of a response", async () => {
    const app = await serve((_request, response) => response.writeHead(200, { "Content-Length": 4 }).end("text"));
    const xhr = new (new Browser().open(app.origin).XMLHttpRequest)();
    const heard = listenTo(xhr);
    xhr.open("GET", "/");
    xhr.send();
    await whenOver(xhr);
    expect(heard).toEqual([
      "readystatechange 1",
      "loadstart 0/0",
      "readystatechange 2",
      "readystatechange 3",
      "progress 4/4",
      "progress 4/4",
      "readystatechange 4",
      "load 4/4",
      "loadend 4/4",
    ]);
  });

  test("of an upload", async () => {
    const app = await serve(async (request, response) => response.end(await bodyOf(request)));
    const xhr = new (new Browser().open(app.origin).XMLHttpRequest)();
    const heard = listenTo(xhr, true);
    xhr.open("POST", "/");
    xhr.send("text");
    await whenOver(xhr);
    expect(heard.slice(0, 7)).toEqual([
      "readystatechange 1",
      "loadstart 0/0",
      "↑loadstart 0",
      "↑progress 4",
      "↑load 4",
      "↑loadend 4",
      "readystatechange 2",
    ]);
  });

  test("of a network error", async () => {
    const api = await serve((_request, response) => response.end("secret"));
    const xhr = new (new Browser().open("http://app.example/").XMLHttpRequest)();
    const heard = listenTo(xhr);
    xhr.open("GET", api.origin);
    xhr.send();
    await whenOver(xhr);
    expect(heard).toEqual(["readystatechange 1", "loadstart 0/0", "readystatechange 4", "error 0/0", "loadend 0/0"]);
    expect([xhr.status, xhr.responseText, xhr.responseURL, xhr.getAllResponseHeaders()]).toEqual([0, "", "", ""]);
  });

  test("of a timeout, which may be set late", async () => {
    const app = await serve((_request, response) => void response.write("first"));
    const xhr = new (new Browser().open(app.origin).XMLHttpRequest)();
    const heard = listenTo(xhr);
    xhr.open("GET", "/");
    xhr.send();
    xhr.timeout = 50;
    await whenOver(xhr);
    expect(heard.slice(-3)).toEqual(["readystatechange 4", "timeout 0/0", "loadend 0/0"]);
  });

  test("of an abort, upload and all; then it is as new", async () => {
    const app = await serve(() => {});
    const xhr = new (new Browser().open(app.origin).XMLHttpRequest)();
    const heard = listenTo(xhr, true);
    xhr.open("POST", "/");
    xhr.send("text");
    xhr.abort();
    expect(heard.slice(3)).toEqual(["readystatechange 4", "↑abort 0", "↑loadend 0", "abort 0/0", "loadend 0/0"]);
    expect(xhr.readyState).toBe(0);
    await wait(20);
    expect(heard).toHaveLength(8);
  });

  test("nothing of what was opened anew", async () => {
    const app = await serve((request, response) => response.end(request.url));
    const xhr = new (new Browser().open(app.origin).XMLHttpRequest)();
    xhr.open("GET", "/first");
    xhr.send();
    xhr.open("GET", "/second");
    xhr.send();
    await whenOver(xhr);
    expect(xhr.responseText).toBe("/second");
  });

  test("of a body that breaks off", async () => {
    const app = await serve((_request, response) => {
      response.writeHead(200, { "Content-Length": 100 }).write("half");
      setTimeout(() => response.destroy(), 20);
    });
    const xhr = new (new Browser().open(app.origin).XMLHttpRequest)();
    const heard = listenTo(xhr);
    xhr.open("GET", "/");
    xhr.send();
    await whenOver(xhr);
    expect(heard.slice(-3)).toEqual(["readystatechange 4", "error 0/0", "loadend 0/0"]);
  });

  test("by on… attributes too, which keep their place", async () => {
    const app = await serve((_request, response) => response.end());
    const xhr = new (new Browser().open(app.origin).XMLHttpRequest)();
    const heard: string[] = [];
    Object.assign(xhr, { onload: () => heard.push("replaced") });
    xhr.addEventListener("load", () => heard.push("second"));
    Object.assign(xhr, {
      onload(this: unknown) {
        heard.push(this === xhr ? "first" : "without this");
      },
      onloadend: () => heard.push("removed"),
    });
    Object.assign(xhr, { onloadend: null, onerror: "no function" });
    expect(xhr.onloadend).toBeNull();
    expect(xhr.onerror).toBeNull();
    xhr.open("GET", "/");
    xhr.send();
    await whenOver(xhr);
    expect(heard).toEqual(["first", "second"]);
  });
});

describe("CORS", () => {
  test("a plain request needs no preflight; one whose upload is listened to does", async () => {
    const api = await serve((request, response) =>
      response.writeHead(200, { ...open, "Access-Control-Allow-Headers": "*" }).end(request.method),
    );
    const page = new Browser().open("http://app.example/");
    for (const isListenedTo of [false, true]) {
      const xhr = new page.XMLHttpRequest();
      const listener = (): void => {};
      xhr.upload.addEventListener("progress", listener);
      if (!isListenedTo) xhr.upload.removeEventListener("progress", listener);
      xhr.open("POST", api.origin);
      xhr.send("text");
      await whenOver(xhr);
      expect([xhr.status, xhr.responseText]).toEqual([200, "POST"]);
    }
    expect(api.requests.map(({ method }) => method)).toEqual(["POST", "OPTIONS", "POST"]);
  });

  test("withCredentials sends cookies; only exposed headers are seen", async () => {
    const api = await serve((_request, response) => {
      response.writeHead(200, {
        ...open,
        "Access-Control-Expose-Headers": "X-B, X-a",
        "X-B": "2",
        "X-a": "1",
        "X-Secret": "3",
        "Content-Type": "text/plain",
      });
      response.end("text");
    });
    const browser = new Browser({ engine: "firefox" });
    const xhr = new (browser.open("http://app.example/").XMLHttpRequest)();
    xhr.open("GET", `${api.origin}/path#part`);
    xhr.withCredentials = true;
    xhr.send();
    await whenOver(xhr);
    expect(xhr.getAllResponseHeaders()).toBe("content-type: text/plain\r\nx-a: 1\r\nx-b: 2\r\n");
    expect([xhr.getResponseHeader("X-A"), xhr.getResponseHeader("X-Secret")]).toEqual(["1", null]);
    expect([xhr.responseURL, xhr.statusText]).toEqual([`${api.origin}/path`, "OK"]);
  });

  test("headers of one name are combined, forbidden ones ignored", async () => {
    const app = await serve((_request, response) => response.end());
    const xhr = new (new Browser().open(app.origin).XMLHttpRequest)();
    xhr.open("GET", "/");
    xhr.setRequestHeader("X-Id", " 1");
    xhr.setRequestHeader("x-id", "2 ");
    xhr.setRequestHeader("Cookie", "a=1");
    xhr.setRequestHeader("Host", "elsewhere");
    xhr.send();
    await whenOver(xhr);
    expect(app.requests[0]!.headers).toMatchObject({ "x-id": "1, 2", host: new URL(app.origin).host });
    expect(app.requests[0]!.headers.cookie).toBeUndefined();
  });

  test("a string's charset is UTF-8, whatever the script says", async () => {
    const app = await serve((_request, response) => response.end());
    const xhr = new (new Browser().open(app.origin).XMLHttpRequest)();
    xhr.open("POST", "/");
    xhr.setRequestHeader("Content-Type", "text/csv; charset=latin1; header=present");
    xhr.send("ä");
    await whenOver(xhr);
    expect(app.requests[0]!.headers["content-type"]).toBe("text/csv; charset=UTF-8; header=present");
  });
});

describe("the response in the type that was asked for", () => {
  const body = Buffer.from('{"a":"\xe4"}', "latin1");
  const rows: { type: XMLHttpRequest["responseType"]; override?: string; want: unknown }[] = [
    { type: "", want: '{"a":"ä"}' },
    { type: "text", want: '{"a":"ä"}' },
    { type: "text", override: "text/plain;charset=utf-8", want: '{"a":"\ufffd"}' },
    { type: "json", want: { a: "\ufffd" } },
    { type: "arraybuffer", want: new Uint8Array(body).buffer },
    { type: "document", want: null },
  ];
  test.each(rows)("$type $override", async ({ type, override, want }) => {
    const app = await serve((_request, response) =>
      response.writeHead(200, { "Content-Type": "text/plain;charset=latin1" }).end(body),
    );
    const xhr = new (new Browser().open(app.origin).XMLHttpRequest)();
    xhr.open("GET", "/");
    xhr.responseType = type;
    if (override !== undefined) xhr.overrideMimeType(override);
    xhr.send();
    expect(xhr.response).toBe(type === "" || type === "text" ? "" : null);
    await whenOver(xhr);
    expect(xhr.response).toEqual(want);
    expect(xhr.response).toBe(xhr.response);
  });

  test("a blob has the final MIME type; what is no JSON is null", async () => {
    const app = await serve((_request, response) => response.end("text"));
    const page = new Browser().open(app.origin);
    for (const [type, check] of [
      ["blob", (value: unknown) => expect((value as Blob).type).toBe("text/xml")],
      ["json", (value: unknown) => expect(value).toBeNull()],
    ] as const) {
      const xhr = new page.XMLHttpRequest();
      xhr.open("GET", "/");
      xhr.responseType = type;
      xhr.send();
      await whenOver(xhr);
      check(xhr.response);
      expect(() => xhr.responseText).toThrow(expect.objectContaining({ name: "InvalidStateError" }));
    }
  });

  test("text is there as it arrives", async () => {
    let finish: () => void = () => {};
    const app = await serve((_request, response) => {
      response.write("first ");
      finish = () => response.end("second");
    });
    const xhr = new (new Browser().open(app.origin).XMLHttpRequest)();
    xhr.open("GET", "/");
    xhr.addEventListener("progress", () => finish());
    const seen: string[] = [];
    xhr.addEventListener("readystatechange", () => seen.push(`${xhr.readyState} ${xhr.responseText}`));
    xhr.send();
    await whenOver(xhr);
    expect(seen).toEqual(expect.arrayContaining(["2 ", "3 first ", "4 first second"]));
  });
});

describe("what is refused", () => {
  const page = new Browser({ transport: memoryTransport(() => ({})) }).open("https://app.example/");
  const made = (): XMLHttpRequest => new page.XMLHttpRequest();
  const opened = (): XMLHttpRequest => {
    const xhr = made();
    xhr.open("GET", "/");
    return xhr;
  };
  const sent = (): XMLHttpRequest => {
    const xhr = opened();
    xhr.send();
    return xhr;
  };
  const rows: { name: string; act: () => unknown; error: string }[] = [
    { name: "a method that is no token", act: () => made().open("GET /", "/"), error: "SyntaxError" },
    { name: "a forbidden method", act: () => made().open("connect", "/"), error: "SecurityError" },
    { name: "what is no URL", act: () => made().open("GET", "http://"), error: "SyntaxError" },
    { name: "waiting", act: () => made().open("GET", "/", false), error: "InvalidAccessError" },
    {
      name: "a URL with a password",
      act: () => made().open("GET", "https://a:b@app.example/"),
      error: "NotSupportedError",
    },
    { name: "sending what is not open", act: () => made().send(), error: "InvalidStateError" },
    { name: "sending twice", act: () => sent().send(), error: "InvalidStateError" },
    { name: "a header before it is open", act: () => made().setRequestHeader("a", "1"), error: "InvalidStateError" },
    { name: "a header that is none", act: () => opened().setRequestHeader("a b", "1"), error: "SyntaxError" },
    { name: "a value that is none", act: () => opened().setRequestHeader("a", "1\n2"), error: "SyntaxError" },
    { name: "credentials once it is sent", act: () => (sent().withCredentials = true), error: "InvalidStateError" },
  ];
  test.each(rows)("$name", ({ act, error }) => {
    expect(act).toThrow(expect.objectContaining({ name: error }));
  });

  test("an unknown responseType is ignored", () => {
    const xhr = made();
    xhr.responseType = "yaml" as "json";
    expect(xhr.responseType).toBe("");
  });
});

describe("axios", () => {
  test("runs on it, CORS and all", async () => {
    const api = await serve(async (request, response) => {
      response.writeHead(200, {
        ...open,
        "Access-Control-Allow-Headers": "content-type,x-id",
        "Access-Control-Allow-Methods": "PUT",
        "Content-Type": "application/json",
      });
      response.end(
        request.method === "OPTIONS" ? "" : JSON.stringify({ got: JSON.parse(await bodyOf(request)) as unknown }),
      );
    });
    const closed = await serve((_request, response) => response.end("{}"));
    const page = new Browser({ engine: "webkit" }).open("http://app.example/");
    vi.stubGlobal("XMLHttpRequest", page.XMLHttpRequest);
    onTestFinished(() => void vi.unstubAllGlobals());
    const inPage = await axiosWithXhr();

    const { status, data, headers } = await inPage.put<unknown>(
      api.origin,
      { a: 1 },
      { headers: { "X-Id": "7" }, withCredentials: true },
    );
    expect([status, data, headers["content-type"]]).toEqual([200, { got: { a: 1 } }, "application/json"]);
    expect(api.requests.map(({ method }) => method)).toEqual(["OPTIONS", "PUT"]);
    await expect(inPage.get(closed.origin)).rejects.toMatchObject({ message: "Network Error", code: "ERR_NETWORK" });
    await expect(inPage.get(api.origin, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "ERR_CANCELED",
    });
  });
});

/** axios chooses its adapters when it is loaded, by the globals that it finds. */
async function axiosWithXhr(): Promise<AxiosInstance> {
  const { default: axios } = await import("axios");
  return axios.create({ adapter: "xhr" });
}
