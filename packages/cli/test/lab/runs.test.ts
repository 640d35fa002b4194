import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Arrival, RunAnswer, RunOrder, RunResource } from "../../src/lab/wire.ts";
import type { LabClient } from "./lab-client.ts";
import { ask, openLab } from "./lab-client.ts";

let lab: LabClient;
beforeAll(async () => {
  lab = await openLab({ isSecure: true });
});
afterAll(() => lab[Symbol.asyncDispose]());

const ok: RunAnswer = { status: 200, headers: [] };

function orderOf(resources: RunOrder["resources"], page: Partial<RunOrder["page"]> = {}): RunOrder {
  return { page: { scheme: "http", sandboxed: false, ...page }, resources };
}

/** Everything that comes on one connection, byte for byte. */
function bytesOf(url: string, lines: readonly string[] = [], method = "GET"): Promise<string> {
  const { hostname, pathname, port, search } = new URL(url);
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(Number(port), hostname);
    socket.setEncoding("latin1").on("data", (part: string) => (text += part));
    socket.on("error", reject).on("end", () => resolve(text));
    socket.write(
      [`${method} ${pathname}${search} HTTP/1.1`, `Host: ${hostname}:${port}`, ...lines, "", ""].join("\r\n"),
    );
  });
}

const anyTime = expect.any(Number) as number;

const preflight = { Origin: "https://app.test", "Access-Control-Request-Method": "PUT" };

describe("a site", () => {
  test("answers byte for byte", async () => {
    const headers = [
      ["access-control-Allow-ORIGIN", "  https://a.test "],
      ["Access-Control-Allow-Origin", "https://b.test"],
      ["X-Latin", "caf\u00e9"],
      ["X-Empty", ""],
    ] as const;
    const { urls } = await lab.addRun(orderOf({ items: { site: "B", actual: { status: 201, headers, body: "né" } } }));
    const lines = [
      "HTTP/1.1 201 Created",
      "access-control-Allow-ORIGIN:   https://a.test ",
      "Access-Control-Allow-Origin: https://b.test",
      "X-Latin: caf\u00e9",
      "X-Empty: ",
      "Content-Length: 3",
      "Connection: close",
    ];
    expect(await bytesOf(urls["items"]!)).toBe(`${lines.join("\r\n")}\r\n\r\nn\u00c3\u00a9`);
    expect(await bytesOf(urls["items"]!, [], "HEAD")).toBe(`${lines.join("\r\n")}\r\n\r\n`);
  });

  test.each([
    [204, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"],
    [304, "HTTP/1.1 304 Not Modified\r\nContent-Length: 1\r\nConnection: close\r\n\r\n"],
    [599, "HTTP/1.1 599 \r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"],
  ])("answers %i as HTTP has it", async (status, want) => {
    const { urls } = await lab.addRun(orderOf({ items: { site: "B", actual: { status, headers: [], body: "x" } } }));
    expect(await bytesOf(urls["items"]!)).toBe(want);
  });

  test.each<readonly [name: string, method: string, headers: Record<string, string>, want: number]>([
    ["a preflight", "OPTIONS", preflight, 204],
    ["OPTIONS that a page sent itself", "OPTIONS", { Origin: "https://app.test" }, 200],
    ["another request", "GET", preflight, 200],
  ])("tells a preflight from OPTIONS: %s", async (_name, method, headers, want) => {
    const { id, urls } = await lab.addRun(
      orderOf({ items: { site: "B", preflight: { status: 204, headers: [] }, actual: ok } }),
    );
    expect((await ask(urls["items"]!, { method, headers })).status).toBe(want);
    expect(await lab.arrivals(id)).toMatchObject([{ isPreflight: want === 204 }, { status: want }]);
  });

  test("takes the time that it is told to, and what arrived is known meanwhile", async () => {
    const { id, urls } = await lab.addRun(orderOf({ items: { site: "B", actual: { ...ok, delay: 300 } } }));
    const begun = performance.now();
    const answered = ask(urls["items"]!);
    await expect.poll(() => lab.arrivals(id), { interval: 10 }).toMatchObject([{ kind: "request" }]);
    expect((await answered).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(295);
    expect(await lab.arrivals(id)).toMatchObject([{ kind: "request" }, { kind: "answer" }]);
  });

  test("answers a preflight as any other request, where nothing is said of it", async () => {
    const { urls } = await lab.addRun(
      orderOf({ items: { site: "B", preflight: null, actual: { ...ok, status: 405 } } }),
    );
    expect((await ask(urls["items"]!, { method: "OPTIONS", headers: preflight })).status).toBe(405);
  });

  test.each([
    ["{{origin}}", "https://app.test"],
    ["{{acrm}} {{acrh}}", "PUT x-a,x-b"],
    ["{{A}} {{C}}", "A C"],
    ["{{page}}", "A"],
    ["{{url:next/one}}", "NEXT"],
    ["{{userurl:next/one}}", "USER"],
    ["{{path:next/one}}", "PATH"],
    ["{{nobody}} {{url:nothing}} {{__proto__}} {{", "{{nobody}} {{url:nothing}} {{__proto__}} {{"],
  ])("fills in %s", async (value, want) => {
    const resources: Record<string, RunResource> = {
      items: { site: "B", actual: { status: 200, headers: [["X-Value", value]] } },
      "next/one": { site: "C", actual: ok },
    };
    const { urls } = await lab.addRun(orderOf(resources));
    const { A, C } = lab.info.sites.http;
    const next = urls["next/one"]!;
    // At once: what stands in a path is made up, and may look like any of these.
    const words: Readonly<Record<string, string>> = {
      NEXT: next,
      USER: next.replace("http://", "http://user:pw@"),
      PATH: new URL(next).pathname,
      A,
      C,
    };
    const filled = want.replaceAll(/\b(?:NEXT|USER|PATH|A|C)\b/g, (word) => words[word]!);
    const { headers } = await ask(urls["items"]!, {
      method: "OPTIONS",
      headers: { ...preflight, "Access-Control-Request-Headers": "x-a,x-b" },
    });
    expect(headers["x-value"]).toBe(filled);
  });

  test("of a sandboxed page knows that its origin is null", async () => {
    const actual = { status: 200, headers: [["X-Page", "{{page}}"]] } as const;
    const { frameOrigin, urls } = await lab.addRun(orderOf({ items: { site: "B", actual } }, { sandboxed: true }));
    expect([frameOrigin, (await ask(urls["items"]!)).headers["x-page"]]).toEqual(["null", "null"]);
  });

  test("speaks https with a certificate of its own", async () => {
    const resources: Record<string, RunResource> = {
      items: { site: "B", actual: { ...ok, body: "secret" } },
      plain: { site: "B", scheme: "http", actual: { ...ok, body: "open" } },
    };
    const { frame, urls } = await lab.addRun(orderOf(resources, { scheme: "https" }));
    expect(frame.startsWith(`${lab.info.sites.https!.A}/runs/`)).toBe(true);
    expect(urls["items"]!.startsWith(`${lab.info.sites.https!.B}/`)).toBe(true);
    expect([(await ask(urls["items"]!)).body, (await ask(urls["plain"]!)).body]).toEqual(["secret", "open"]);
    expect((await ask(frame)).headers["set-cookie"]).toEqual([expect.stringMatching(/; SameSite=None; Secure$/)]);
  });

  test("says which it is, to whoever opens it", async () => {
    expect((await ask(`${lab.info.sites.https!.C}/`)).body).toContain("This is site C of the Lab.");
  });

  test("has nothing at the addresses of the others", async () => {
    const { id, urls } = await lab.addRun(orderOf({ items: { site: "B", actual: ok } }));
    const { A, B } = lab.info.sites.http;
    const statusOf = async (url: string): Promise<number> => (await ask(url)).status;
    expect(await statusOf(urls["items"]!)).toBe(200);
    expect(await statusOf(urls["items"]!.replace(B, A))).toBe(404);
    expect(await statusOf(urls["items"]!.replace(B, lab.info.sites.https!.B))).toBe(404);
    expect(await statusOf(`${B}/runs/${id}/other`)).toBe(404);
    expect(await statusOf(`${B}/runs/${id}/page`)).toBe(404);
    expect((await lab.arrivals(id)).map((arrival) => arrival.kind === "request" && arrival.resource)).toEqual(
      ["items", null, null, null, null].flatMap((name) => [name, false]),
    );
    expect(await statusOf(`${B}/runs/nothing/items`)).toBe(404);
  });
});

describe("the page of site A", () => {
  test("is shown by the Lab alone, and runs one script", async () => {
    const { frame, id } = await lab.addRun(orderOf({}));
    const { body, headers } = await ask(frame);
    const { A } = lab.info.sites.http;
    expect(headers["content-security-policy"]).toBe(
      `default-src 'none'; script-src ${A}; connect-src * data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors ${lab.origin}`,
    );
    expect(headers["set-cookie"]).toEqual([`ck=1; Path=/runs/${id}/`]);
    expect(body).toContain(`data-lab="${lab.origin}"`);
    const script = await ask(`${A}/frame.js`);
    expect([script.status, script.headers["content-type"]]).toEqual([200, "text/javascript; charset=utf-8"]);
    // Neither is part of what happened.
    expect(await lab.arrivals(id)).toEqual([]);
  });
});

describe("what arrives", () => {
  test("is written down in order, with its answers", async () => {
    const { id, urls } = await lab.addRun(
      orderOf({
        items: {
          site: "B",
          preflight: { status: 204, headers: [["Access-Control-Allow-Origin", "{{origin}}"]] },
          actual: { status: 200, headers: [], body: "[]" },
        },
      }),
    );
    await ask(urls["items"]!, { method: "OPTIONS", headers: preflight });
    await ask(
      `${urls["items"]!}?q=1`,
      { method: "PUT", headers: { Origin: "https://app.test", "X-B": "2", "X-A": "1" } },
      "né",
    );
    const { host } = new URL(urls["items"]!);
    const site = { site: "B", scheme: "http", resource: "items", at: anyTime };
    expect(await lab.arrivals(id)).toEqual([
      {
        ...site,
        kind: "request",
        number: 1,
        isPreflight: true,
        method: "OPTIONS",
        url: urls["items"],
        headers: [...Object.entries(preflight), ["Host", host], ["Connection", "close"]],
        bodyLength: 0,
        body: "",
      },
      {
        kind: "answer",
        number: 1,
        status: 204,
        headers: [["Access-Control-Allow-Origin", "https://app.test"]],
        body: "",
        at: anyTime,
      },
      {
        ...site,
        kind: "request",
        number: 2,
        isPreflight: false,
        method: "PUT",
        url: `${urls["items"]}?q=1`,
        headers: [
          ["Origin", "https://app.test"],
          ["X-B", "2"],
          ["X-A", "1"],
          ["Host", host],
          ["Connection", "close"],
          ["Content-Length", "3"],
        ],
        bodyLength: 3,
        body: "né",
      },
      { kind: "answer", number: 2, status: 200, headers: [], body: "[]", at: anyTime },
    ]);
  });

  test("is told as it happens, from the beginning", async () => {
    const { id, urls } = await lab.addRun(orderOf({ items: { site: "B", actual: ok } }));
    await ask(urls["items"]!);
    const { body } = await fetch(`${lab.origin}/api/runs/${id}/arrivals`, { headers: { "X-Concors-Lab": lab.token } });
    const events = readEvents(body!);
    expect((await events.next()).value).toMatchObject(["0", { kind: "request", number: 1 }]);
    expect((await events.next()).value).toMatchObject(["1", { kind: "answer", number: 1 }]);
    const third = events.next();
    await ask(urls["items"]!);
    expect((await third).value).toMatchObject(["2", { kind: "request", number: 2 }]);
    await events.return(undefined);
  });

  test("is no more than there is room for", async () => {
    const { id, urls } = await lab.addRun(orderOf({ items: { site: "B", actual: ok } }));
    const long = "x".repeat(5000);
    expect((await ask(urls["items"]!, { method: "POST" }, long)).status).toBe(200);
    expect((await lab.arrivals(id))[0]).toMatchObject({ bodyLength: 5000, body: "x".repeat(4096) });
    expect((await ask(urls["items"]!, { method: "POST" }, "x".repeat(1_000_001))).status).toBe(413);
    const statuses: number[] = [];
    for (let asked = 1; asked <= 100; asked++) statuses.push((await ask(urls["items"]!)).status);
    expect([statuses.indexOf(429), (await lab.arrivals(id)).length]).toEqual([99, 200]);
  });

  test("of old runs is forgotten, and whoever listens is told so", async () => {
    const { id, urls } = await lab.addRun(orderOf({ items: { site: "B", actual: ok } }));
    const { body } = await fetch(`${lab.origin}/api/runs/${id}/arrivals`, { headers: { "X-Concors-Lab": lab.token } });
    const end = readEvents(body!).next();
    for (let later = 1; later <= 32; later++) await lab.addRun(orderOf({}));
    expect(await end).toEqual({ done: true, value: undefined });
    expect(await lab.call(`/api/runs/${id}`)).toEqual({
      status: 404,
      title: "There is no such run any more: the last 32 are kept.",
    });
    expect((await ask(urls["items"]!)).status).toBe(404);
  });
});

/** Server-sent events: each event's id and data. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<[string, Arrival], undefined> {
  let text = "";
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    for (let end = text.indexOf("\n\n"); end !== -1; end = text.indexOf("\n\n")) {
      const [, id = "", data = ""] = /^id: (\d+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      yield [id, JSON.parse(data) as Arrival];
    }
  }
  return undefined;
}
