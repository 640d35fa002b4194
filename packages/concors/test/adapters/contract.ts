import "@concors/browser/matchers/vitest";
import { Browser } from "@concors/browser";
import type { EngineName } from "@concors/browser";
import { corsRoutes, createCors } from "concors";
import type { Policy } from "concors";
import type { TwoPoliciesError } from "concors/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Framework, Mounted, Running } from "./application.ts";
import { ask } from "./client.ts";
import type { Answer, Ask } from "./client.ts";

export const app = "https://app.example.com";
export const evil = "https://evil.example";

const listed: Policy = {
  origins: [app, "http://localhost:*"],
  credentials: true,
  methods: ["PUT", "DELETE"],
  requestHeaders: ["Content-Type", "X-Token"],
  exposedHeaders: ["X-Request-Id"],
  maxAge: 600,
};
const open: Policy = { origins: "*", methods: "*" };

export type Headers = readonly (readonly [name: string, value: string])[];

/** What the policy says to an allowed origin, beside the application's answer. */
const readable: Headers = [
  ["access-control-allow-credentials", "true"],
  ["access-control-allow-origin", app],
  ["access-control-expose-headers", "X-Request-Id"],
];
const preflightPassed: Headers = [
  ["access-control-allow-credentials", "true"],
  ["access-control-allow-headers", "Content-Type, X-Token"],
  ["access-control-allow-methods", "PUT, DELETE"],
  ["access-control-allow-origin", app],
  ["access-control-max-age", "600"],
];
export const nothing: Headers = [];

interface Row {
  /** What the row teaches. */
  readonly name: string;
  readonly ask: Ask;
  readonly status: number;
  readonly body?: string;
  /** All the CORS headers there are, in alphabetical order: none twice, and none of somebody else's. */
  readonly cors: Headers;
  readonly vary: readonly string[];
}

export function from(origin: string, path: string, method = "GET"): Ask {
  return { method, path, headers: [["Origin", origin]] };
}

export function preflight(origin: string, path: string, method: string, headers: Headers = []): Ask {
  const preflightHeaders: Headers = [["Origin", origin], ["Access-Control-Request-Method", method], ...headers];
  return { method: "OPTIONS", path, headers: preflightHeaders };
}

const hello = { status: 200, body: "hello", vary: ["origin"] };

const rows: readonly Row[] = [
  { name: "an allowed origin may read the answer", ask: from(app, "/hello"), ...hello, cors: readable },
  {
    name: "a refused origin gets the answer without a CORS header, marked as depending on the origin",
    ask: from(evil, "/hello"),
    ...hello,
    cors: nothing,
  },
  { name: "an answer to no origin depends on the origin as well", ask: { path: "/hello" }, ...hello, cors: nothing },
  { name: "the origin null is an origin like any other", ask: from("null", "/hello"), ...hello, cors: nothing },
  { name: "an empty origin is refused", ask: from("", "/hello"), ...hello, cors: nothing },
  { name: "a word that objects inherit is refused", ask: from("constructor", "/hello"), ...hello, cors: nothing },
  { name: "__proto__ is refused", ask: from("__proto__", "/hello"), ...hello, cors: nothing },
  {
    name: "an origin of ten kilobytes is refused",
    ask: from(`${app}.${"a".repeat(10_000)}`, "/hello"),
    ...hello,
    cors: nothing,
  },
  {
    name: "two origins are none, even if one is allowed",
    ask: {
      path: "/hello",
      headers: [
        ["Origin", evil],
        ["Origin", app],
      ],
    },
    ...hello,
    cors: nothing,
  },
  {
    name: "names that a request has are not told back",
    ask: {
      path: "/hello",
      headers: [
        ["Origin", app],
        ["X-Internal-Auth", "1"],
        ["Vary", "X-Attacker"],
      ],
    },
    ...hello,
    cors: readable,
  },
  {
    name: "HEAD is answered as GET is",
    ask: from(app, "/hello", "HEAD"),
    status: 200,
    body: "",
    cors: readable,
    vary: ["origin"],
  },
  {
    name: "a method that was allowed by a preflight gets the headers of any request",
    ask: from(app, "/hello", "PUT"),
    status: 200,
    body: "saved",
    cors: readable,
    vary: ["origin"],
  },
  {
    name: "a preflight is answered with all that the policy allows, whatever it asks for",
    ask: preflight(app, "/hello", "PATCH", [["Access-Control-Request-Headers", "x-secret"]]),
    status: 204,
    body: "",
    cors: preflightPassed,
    vary: ["origin"],
  },
  {
    name: "a preflight that asks for no header gets no list that is made of nothing",
    ask: preflight(app, "/hello", "PUT"),
    status: 204,
    body: "",
    cors: preflightPassed,
    vary: ["origin"],
  },
  {
    name: "a preflight for what the application has only other methods for is answered",
    ask: preflight(app, "/stream", "PUT"),
    status: 204,
    body: "",
    cors: preflightPassed,
    vary: ["origin"],
  },
  {
    name: "a preflight of a refused origin is refused, tells nothing, and does not reach the application",
    ask: preflight(evil, "/hello", "PUT"),
    status: 403,
    body: "",
    cors: nothing,
    vary: ["origin"],
  },
  {
    name: "OPTIONS that asks about no method is the application's",
    ask: from(app, "/hello", "OPTIONS"),
    status: 200,
    body: "options",
    cors: readable,
    vary: ["origin"],
  },
  {
    name: "OPTIONS without an origin is the application's, whatever it asks about",
    ask: { method: "OPTIONS", path: "/hello", headers: [["Access-Control-Request-Method", "PUT"]] },
    status: 200,
    body: "options",
    cors: nothing,
    vary: ["origin"],
  },
  { name: "what is not found can be read", ask: from(app, "/missing"), status: 404, cors: readable, vary: ["origin"] },
  {
    name: "what is not found depends on the origin for a refused one as well",
    ask: from(evil, "/missing"),
    status: 404,
    cors: nothing,
    vary: ["origin"],
  },
  {
    name: "what a thrown error becomes can be read",
    ask: from(app, "/throws"),
    status: 500,
    cors: readable,
    vary: ["origin"],
  },
  {
    name: "what a thrown error becomes depends on the origin for a refused one as well",
    ask: from(evil, "/throws"),
    status: 500,
    cors: nothing,
    vary: ["origin"],
  },
  {
    name: "a stream can be read",
    ask: from(app, "/stream"),
    status: 200,
    body: "one two",
    cors: readable,
    vary: ["origin"],
  },
  {
    name: "events that have not come yet can be read",
    ask: { ...from(app, "/events"), headersOnly: true },
    status: 200,
    cors: readable,
    vary: ["origin"],
  },
  {
    name: "304 has the headers that replace the stored ones",
    ask: from(app, "/not-modified"),
    status: 304,
    cors: readable,
    vary: ["origin"],
  },
];

/** The matchers' browsers speak HTTP/1.1. */
const clientsWith: Readonly<Record<Framework["protocol"], readonly string[]>> = {
  "HTTP/1.1": ["the matchers"],
  "HTTP/2": [],
};

/** The engines that a server is asked with: they speak HTTP/1.1. */
const enginesWith: Readonly<Record<Framework["protocol"], readonly EngineName[]>> = {
  "HTTP/1.1": ["spec", "chromium", "firefox", "webkit"],
  "HTTP/2": [],
};

/** What an adapter does, whatever the framework. */
export function describeContract(framework: Framework): void {
  describe(`${framework.name}, ${framework.protocol}`, () => {
    let running: Running;
    beforeAll(async () => {
      running = await framework.start([[listed]]);
    });
    afterAll(() => running.close());

    const asked = (request: Ask, { port } = running): Promise<Answer> => ask(framework.protocol, port, request);
    async function withPolicies<T>(mounted: readonly Mounted[], use: (running: Running) => Promise<T>): Promise<T> {
      const other = await framework.start(mounted);
      try {
        return await use(other);
      } finally {
        await other.close();
      }
    }

    test.each(rows)("$name", async (row) => {
      const answer = await asked(row.ask);
      expect(answer.status).toBe(row.status);
      expect(corsHeadersOf(answer)).toEqual(row.cors);
      expect(varyOf(answer)).toEqual(row.vary);
      if (row.body !== undefined) expect(answer.body).toBe(row.body);
    });

    test("204 has no Content-Length, which would mean another body", async () => {
      const { headerList } = await asked(preflight(app, "/hello", "PUT"));
      expect(headerList.map(([name]) => name)).not.toContain("content-length");
    });

    describe.each(framework.writings.map((name, index) => ({ name, path: `/write/${index}` })))(
      "written by $name",
      ({ path }) => {
        test.each([
          ["allowed", app, readable],
          ["refused", evil, nothing],
        ] as const)(
          "an origin that is %s gets the policy's headers only, and the rest of the application's",
          async (_, origin, cors) => {
            const answer = await asked(from(origin, path));
            expect(answer.body).toBe("written");
            expect(corsHeadersOf(answer)).toEqual(cors);
            expect(varyOf(answer)).toEqual(expect.arrayContaining(["accept-encoding", "origin"]));
            expect(varyOf(answer).filter((name) => name === "origin")).toEqual(["origin"]);
            expect(answer.headerList).toContainEqual(["x-written", "yes"]);
          },
        );

        test("the answer of an open policy does not depend on the origin", async () => {
          const answer = await withPolicies([[open]], (other) => asked(from(app, path), other));
          expect(corsHeadersOf(answer)).toEqual([["access-control-allow-origin", "*"]]);
          expect(new Set(varyOf(answer)).has("accept-encoding")).toBe(true);
        });
      },
    );

    test("what a handler said does not stay for the next request", async () => {
      await asked(from(app, "/write/0"));
      const answer = await asked(from(evil, "/hello"));
      expect([corsHeadersOf(answer), varyOf(answer)]).toEqual([nothing, ["origin"]]);
    });

    describe("two policies", () => {
      test("are an error", async () => {
        const outcome = await withPolicies([[listed], [open]], (other) => asked(from(app, "/hello"), other)).then(
          ({ status }) => status,
          ({ name }: Error) => name,
        );
        expect(outcome).toBe(framework.findsTwoPolicies === "at start" ? "TwoPoliciesError" : 500);
      });

      test("are reported, and the first one decides", async () => {
        const errors: TwoPoliciesError[] = [];
        const onTwoPolicies = (error: TwoPoliciesError): void => void errors.push(error);
        const mounted: Mounted[] = [
          [listed, { onTwoPolicies }],
          [open, { onTwoPolicies }],
        ];
        const answer = await withPolicies(mounted, (other) => asked(from(app, "/hello"), other));
        expect(answer.body).toBe("hello");
        expect(corsHeadersOf(answer)).toEqual(readable);
        expect(errors.map(({ name }) => name)).toEqual(["TwoPoliciesError"]);
      });

      test("are one if both are the same", async () => {
        const cors = createCors(listed);
        const answer = await withPolicies([[cors], [cors]], (other) => asked(from(app, "/hello"), other));
        expect(answer.body).toBe("hello");
        expect(corsHeadersOf(answer)).toEqual(readable);
      });
    });

    describe("a policy that asks about origins", () => {
      const allows = async (origin: string): Promise<boolean> => {
        await Promise.resolve();
        if (origin === evil) throw new Error("no connection");
        return origin === app;
      };
      const asking: Policy = { ...listed, origins: { allows } };

      test.each([
        ["an origin that is found may read", from(app, "/hello"), 200, readable],
        ["an origin that is not found may not", from("https://other.example", "/hello"), 200, nothing],
        ["an origin that could not be looked for may not", from(evil, "/hello"), 200, nothing],
        ["a preflight waits for the answer", preflight(app, "/hello", "PUT"), 204, preflightPassed],
        ["a preflight of an origin that is not found is refused", preflight(evil, "/hello", "PUT"), 403, nothing],
      ] as const)("%s", async (_, request, status, cors) => {
        const answer = await withPolicies([[asking]], (other) => asked(request, other));
        expect([answer.status, corsHeadersOf(answer), varyOf(answer)]).toEqual([status, cors, ["origin"]]);
      });
    });

    test("another policy is in force as soon as it is given, without another start", async () => {
      const cors = createCors(listed);
      const answers = await withPolicies([[cors]], async (other) => {
        const before = await asked(from(evil, "/hello"), other);
        cors.reconfigure({ origins: [evil] });
        return [before, await asked(from(evil, "/hello"), other)];
      });
      expect(answers.map(corsHeadersOf)).toEqual([nothing, [["access-control-allow-origin", evil]]]);
    });

    test("policies by path and method: a preflight is answered by that of the request it asks about", async () => {
      const admin = "https://admin.example.com";
      const cors = corsRoutes([
        ["/hello", { origins: [admin], methods: ["PUT"] }, { methods: ["PUT"] }],
        ["/*", listed],
      ]);
      const answers = await withPolicies([[cors]], (other) =>
        Promise.all(
          [
            preflight(admin, "/hello?q=1", "PUT"),
            preflight(app, "/hello?q=1", "PUT"),
            preflight(app, "/hello?q=1", "DELETE"),
            from(app, "/hello?q=1"),
          ].map((request) => asked(request, other)),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual([204, 403, 204, 200]);
    });

    test("a policy in debug says why", async () => {
      const answer = await withPolicies([[{ ...listed, debug: true }]], (other) => asked(from(app, "/hello"), other));
      expect(answer.headerList.filter(([name]) => name === "server-timing").join()).toContain("cors;desc=");
    });

    describe.each(clientsWith[framework.protocol])("does what is expected of a server, by %s", () => {
      const path = "/hello";
      const headers = { "Content-Type": "application/json" };
      const save = { path, method: "PUT", headers, body: "{}", credentials: "include" } as const;
      const server = (): string => `http://127.0.0.1:${running.port}/`;

      test("in every browser", async () => {
        await expect(server()).toLetRead(app, save);
        await expect(server()).toRefuse(evil, save);
        await expect(server()).toRefuse("null", path);
        await expect(server()).toAnswerPreflight(app, { ...save, method: "DELETE" });
        await expect(server()).not.toAnswerPreflight(app, { ...save, method: "PATCH" });
        await expect(server()).toExpose("X-Request-Id", { ...save, origin: app });
        await expect(server()).not.toExpose("X-Secret", { ...save, origin: app });
      });

      test("whatever goes wrong, and behind caches and other layers", async () => {
        await expect(server()).toKeepCorsOnErrors({ 404: "/missing", 500: "/throws" }, { origin: app });
        await expect(server()).toVaryOnOrigin({ path, origin: app });
        await expect(server()).toHaveSingleAllowOrigin({ ...save, origin: app });
      });

      test("by attackers", async () => {
        await expect(server()).toPassAudit({ path, origins: [app], policy: listed });
      });
    });

    describe.each(enginesWith[framework.protocol])("in a page of %s", (engine) => {
      const fetchFrom = async (page: string): Promise<string> => {
        const browser = new Browser({ engine });
        const init = {
          method: "PUT",
          credentials: "include",
          headers: { "Content-Type": "application/json" },
          body: "{}",
        } as const;
        try {
          const response = await browser.open(page).fetch(`http://127.0.0.1:${running.port}/hello`, init);
          return await response.text();
        } finally {
          await browser.close();
        }
      };

      test("an allowed origin reads what it saved", async () => {
        expect(await fetchFrom("http://localhost:5173/")).toBe("saved");
      });

      test("a refused origin does not get past the preflight", async () => {
        await expect(fetchFrom("http://127.0.0.1:9/")).rejects.toThrow(TypeError);
      });
    });
  });
}

export function corsHeadersOf({ headerList }: Answer): Headers {
  const found = headerList.filter(([name]) => name.startsWith("access-control-"));
  return found.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** The names in `Vary`, in lower case and in order; one that is there twice is twice in it. */
export function varyOf({ headerList }: Answer): readonly string[] {
  const values = headerList.filter(([name]) => name === "vary").map(([, value]) => value);
  return values.flatMap((value) => value.toLowerCase().split(/, */)).toSorted();
}
