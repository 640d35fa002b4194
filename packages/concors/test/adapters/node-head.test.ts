import { ServerResponse, createServer } from "node:http";
import type { Server } from "node:http";
import { createCors } from "concors";
import { cors } from "concors/express";
import { withCors } from "concors/node";
import type { PolicyOrCors } from "concors/node";
import express from "express";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { listen, watchStoring } from "./application.ts";
import type { Listener, Running } from "./application.ts";
import { ask } from "./client.ts";
import type { Answer } from "./client.ts";
import { app as allowed, corsHeadersOf, evil, from, varyOf } from "./contract.ts";

const policy = { origins: [allowed], credentials: true, methods: ["PUT"], exposedHeaders: ["X-A"] } as const;

/** Where a response is one of Node's own, the first shows how its head is written; the others are written so. */
async function answersOf(listener: Listener, mounted: PolicyOrCors = policy, origin = allowed): Promise<Answer[]> {
  return answersFrom(createServer(withCors(mounted, listener)), origin);
}

async function answersFrom(server: Server, origin = allowed): Promise<Answer[]> {
  const running = await listen(server);
  try {
    const answers: Answer[] = [];
    for (let time = 0; time < 3; time++) answers.push(await ask("HTTP/1.1", running.port, from(origin, "/")));
    return answers;
  } finally {
    await running.close();
  }
}

const readable = [
  ["access-control-allow-credentials", "true"],
  ["access-control-allow-origin", allowed],
  ["access-control-expose-headers", "X-A"],
];
const times = <T>(value: T): T[] => [value, value, value];

describe("what is added to the head of a response", () => {
  test.each<[name: string, answer: (response: ServerResponse) => void]>([
    ["without headers", (response) => response.end()],
    ["that were set", (response) => response.setHeader("Content-Type", "text/plain").end()],
    ["before the body", (response) => response.setHeader("Content-Type", "text/plain").flushHeaders()],
  ])("is what getHeaders says afterwards, to a log: %s", async (_, answer) => {
    const logged: unknown[] = [];
    await answersOf((_request, response) => {
      answer(response);
      const { "content-type": _type, ...headers } = response.getHeaders();
      const isThere = response.hasHeader("Vary") && response.getHeaderNames().includes("vary");
      logged.push([response.getHeader("Access-Control-Allow-Origin"), isThere, headers]);
      response.end();
    });
    expect(logged).toEqual(times([allowed, true, { ...Object.fromEntries(readable), vary: "Origin" }]));
  });

  test("is what middleware is told that looks at all that is set", async () => {
    const seen: string[][] = [];
    const answers = await answersOf((_request, response) => {
      const names: string[] = [];
      const setHeader = response.setHeader.bind(response);
      response.setHeader = (name, value) => {
        names.push(name.toLowerCase());
        return setHeader(name, value);
      };
      seen.push(names);
      response.end();
    });
    expect(answers.map(corsHeadersOf)).toEqual(times(readable));
    expect(seen.map((names) => names.toSorted())).toEqual(times([...readable.map(([name]) => name), "vary"]));
  });

  test("is there where Node sends the head as soon as it is written", async () => {
    const answers = await answersOf((_request, response) => response.writeHead(200, { Expect: "x" }).end());
    expect(answers.map(corsHeadersOf)).toEqual(times(readable));
  });

  describe("of somebody else's decision", () => {
    const deciding = (...values: string[]): PolicyOrCors => ({
      ...createCors(policy),
      isAsync: false,
      decide: () => ({
        kind: "actual",
        allowed: true,
        headers: values.map((value) => ["Access-Control-Allow-Origin", value] as const),
        vary: ["Origin"],
      }),
    });

    test("is no more than a header: Node checks it", async () => {
      const errors: unknown[] = [];
      const listener: Listener = (_request, response) => {
        try {
          response.writeHead(200);
        } catch (error) {
          errors.push((error as NodeJS.ErrnoException).code);
        }
        response.destroy();
      };
      const answers = answersOf(listener, deciding(`${allowed}\r\nSet-Cookie: a=b`));
      await expect(answers).rejects.toMatchObject({ code: "ECONNRESET" });
      expect(errors).toEqual(["ERR_INVALID_CHAR"]);
    });

    test("is the last of two with one name", async () => {
      const answers = await answersOf((_request, response) => response.end(), deciding(evil, allowed));
      expect(answers.map(corsHeadersOf)).toEqual(times([["access-control-allow-origin", allowed]]));
    });
  });

  test("is one text, from the second response on", async () => {
    vi.resetModules();
    const { withCors: first } = await import("concors/node");
    const headersOf: unknown[] = [];
    let count = 0;
    const listener = first(policy, (_request, response) => {
      // Only now: who stands in the way of the first response keeps it from showing how it is written.
      if (count++ > 0) watchStoring(response, (_line, headers) => void headersOf.push(headers));
      response.end();
    });
    expect((await answersFrom(createServer(listener))).map(corsHeadersOf)).toEqual(times(readable));
    expect(headersOf).toEqual([undefined, undefined]);
  });

  test("is what a class with its own writeHead is told", async () => {
    const told: unknown[] = [];
    class Reading extends Documented {
      override writeHead(...args: unknown[]): this {
        told.push(this.getHeader("Access-Control-Allow-Origin"));
        return super.writeHead(...args);
      }
    }
    const owned = withCors(policy, (_request, response) => response.end());
    await answersFrom(createServer({ ServerResponse: Reading }, owned));
    expect(told).toEqual(times(allowed));
  });

  test.each(["before", "after"] as const)("is there where somebody else writes the head, who came %s", async (when) => {
    const lines: string[] = [];
    const watch = (response: ServerResponse): void => watchStoring(response, (line) => void lines.push(line));
    const owned = withCors(policy, (_request, response) => {
      if (when === "after") watch(response);
      response.end();
    });
    const server = createServer((request, response) => {
      if (when === "before") watch(response);
      owned(request, response);
    });
    expect((await answersFrom(server)).map(corsHeadersOf)).toEqual(times(readable));
    expect(lines).toEqual(times("HTTP/1.1 200 OK\r\n"));
  });

  test("is Vary alone for whom the policy does not allow", async () => {
    const answers = await answersOf((_request, response) => response.end(), policy, evil);
    expect(answers.map((answer) => [corsHeadersOf(answer), varyOf(answer)])).toEqual(times([[], ["origin"]]));
  });
});

/** A class that has its own `writeHead`, so that the policy's headers are set, as documented, before it is called. */
class Documented extends ServerResponse {
  override writeHead(...args: unknown[]): this {
    return super.writeHead(...(args as [number]));
  }
}

/** A class that wants to know of every header that is set, and so gets them one by one. */
class Told extends ServerResponse {
  override setHeader(name: string, value: number | string | readonly string[]): this {
    return super.setHeader(name, value);
  }
}

/** An application that gives its responses another prototype, and sets a header before anybody is asked, or none. */
function inExpress(listener: Listener, isPowered: boolean): Listener {
  const app = express().set("x-powered-by", isPowered);
  app.use(cors(policy));
  app.use(listener);
  return app;
}

const names = ["Content-Type", "X-A", "x-b", "Set-Cookie", "ETag", "Vary", "Access-Control-Allow-Origin", "Expect"];
const headers = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom("a", "b, c", "Origin", "ü")), {
  maxLength: 4,
  selector: ([name]) => name,
});
const givens = ["nothing", "an object", "names and values", "pairs"] as const;
const answerings = fc.record({
  status: fc.constantFrom(200, 204, 304, 404),
  reason: fc.constantFrom(undefined, "Fine"),
  set: headers,
  appended: headers,
  removed: fc.subarray(names),
  given: headers,
  form: fc.constantFrom("no writeHead", ...givens),
  body: fc.constantFrom("", "hello"),
});
type Answering = typeof answerings extends fc.Arbitrary<infer Value> ? Value : never;

const forms: Readonly<Record<(typeof givens)[number], (given: Answering["given"]) => unknown[]>> = {
  nothing: () => [],
  "an object": (given) => [Object.fromEntries(given)],
  "names and values": (given) => [given.flat()],
  pairs: (given) => [given],
};

function answerAs(answering: Answering, response: ServerResponse): void {
  const { status, reason, set, appended, removed, given, form, body } = answering;
  for (const [name, value] of set) response.setHeader(name, value);
  for (const [name, value] of appended) response.appendHeader(name, value);
  for (const name of removed) response.removeHeader(name);
  response.statusCode = status;
  if (form !== "no writeHead") {
    const args = [...(reason === undefined ? [] : [reason]), ...forms[form](given)] as [];
    response.writeHead(status, ...args);
  }
  response.end(body);
}

describe("headers that are added as text are those that would be set", () => {
  let current: Answering;
  const servers: Running[] = [];
  beforeAll(async () => {
    const listener: Listener = (_request, response) => answerAs(current, response);
    const owned = withCors(policy, listener);
    const made = [
      createServer({ ServerResponse: Documented }, owned),
      createServer(owned),
      createServer({ ServerResponse: Told }, owned),
      createServer(inExpress(listener, false)),
      createServer(inExpress(listener, true)),
    ];
    servers.push(...(await Promise.all(made.map(listen))));
  });
  afterAll(() => Promise.all(servers.map(({ close }) => close())));

  test("whatever a handler says, and however", async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(answerings, fc.constantFrom(allowed, evil), async (answering, origin) => {
        // Node itself refuses these where headers were set before.
        const arePairs = answering.form === "pairs";
        fc.pre(!arePairs || answering.set.length + answering.appended.length === 0);
        current = answering;
        const [documented, ...others] = await Promise.all(
          servers.slice(0, arePairs ? -1 : undefined).map(async ({ port }) => {
            const { headerList, ...rest } = await ask("HTTP/1.1", port, from(origin, "/"));
            const lines = headerList.filter(([name]) => !["date", "x-powered-by"].includes(name));
            return { ...rest, lines: lines.map((line) => line.join(": ")).toSorted() };
          }),
        );
        expect(others).toEqual(others.map(() => documented));
        count += 1;
      }),
      { numRuns: 300 },
    );
    expect(count).toBe(300);
  });
});
