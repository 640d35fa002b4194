import type { SyncTransport, Trace } from "@concors/browser/engine";
import { checkSite, generate, targetNames } from "@concors/config";
import { checkPolicy, createCors } from "concors";
import type { Policy } from "concors";
import type { Header } from "concors/protocol";
import { get } from "concors/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explain, serverNames } from "../src/index.ts";
import { arbitraryCase, origin, url } from "./arbitrary-case.ts";
import type { Row } from "./play.ts";
import { enginesOf, optionsOf, play, rows } from "./play.ts";

/** A server that does what a policy says, and nothing else. */
function serverOf(policy: Policy): SyncTransport {
  const cors = createCors(policy);
  return ({ headerList, method }) => {
    const decision = cors.decide({ method, headers: headerList });
    return { status: decision.kind === "preflight" ? decision.status : 200, headerList: decision.headers };
  };
}

/** What a page reads there, by its address. */
function reads(policy: Policy, row: Row, trace: Trace, page: string): boolean {
  return play({ ...row, page }, trace.engine, serverOf(policy)).outcome.ok;
}

const strangers = [
  "https://evil.example/",
  "https://x.example.com/",
  "https://app.example.com.evil.example/",
  "https://app.example.com:8443/",
  "http://app.example.com/",
];

describe("the policy of a fix, whatever a server answered,", () => {
  test("lets the page's request pass, and no page that the answers do not name", () => {
    fc.assert(
      fc.property(arbitraryCase, ({ row, engine }) => {
        const trace = play(row, engine);
        const { policy } = explain(trace).fix;
        if (policy === null) return;
        expect(checkPolicy(policy)).toMatchObject({ ok: true });
        const named = trace.exchanges.flatMap(
          ({ response }) => get(response?.headers ?? [], "Access-Control-Allow-Origin") ?? [],
        );
        const namedWithCredentials = trace.exchanges.flatMap(({ response }) =>
          get(response?.headers ?? [], "Access-Control-Allow-Credentials") === "true"
            ? (get(response?.headers ?? [], "Access-Control-Allow-Origin") ?? [])
            : [],
        );
        if (policy.origins === "*") {
          expect(named).toContain("*");
          expect(row.init?.credentials).not.toBe("include");
        } else {
          expect([policy.origins].flat()).toContain(origin);
          for (const allowed of [policy.origins].flat()) expect([origin, ...named]).toContain(allowed);
          if (policy.credentials === true) {
            const others = [policy.origins].flat().filter((allowed) => allowed !== origin);
            for (const other of others) expect(namedWithCredentials).toContain(other);
          }
          for (const page of strangers.filter((address) => !named.includes(new URL(address).origin)))
            expect(reads(policy, row, trace, page)).toBe(false);
        }
        // `patch` is a method that no server means.
        if (row.init?.method !== "patch") expect(reads(policy, row, trace, `${origin}/`)).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  test("takes credentials only if the page includes them, or a page that the answers name may", () => {
    fc.assert(
      fc.property(arbitraryCase, ({ row, engine }) => {
        const trace = play(row, engine);
        const { policy } = explain(trace).fix;
        if (policy?.credentials !== true || row.init?.credentials === "include") return;
        const allow = trace.exchanges.map(({ response }) =>
          get(response?.headers ?? [], "Access-Control-Allow-Credentials"),
        );
        expect(allow).toContain("true");
      }),
      { numRuns: 250 },
    );
  });

  test("is what every server is told: nothing of it is wider, and what cannot be said is said", () => {
    fc.assert(
      fc.property(arbitraryCase, ({ row, engine }) => {
        const { policy, server } = explain(play(row, engine), { servers: serverNames }).fix;
        if (policy === null) return;
        expect(checkSite(policy).ok).toBe(true);
        expect(server.map(({ server: name }) => name)).toEqual(serverNames);
        for (const { notes, parts } of server) expect(parts.length + notes.length).toBeGreaterThan(0);
      }),
      { numRuns: 15 },
    );
  });
});

describe("the policy of a fix", () => {
  const blocked = rows.filter(({ want }) => want.code !== null && want.fixed !== false);

  test.each(blocked)("lets the request pass: $name", (row) => {
    for (const engine of enginesOf(row)) {
      const trace = play(row, engine);
      const { policy } = explain(trace, optionsOf(row)).fix;
      expect(policy).not.toBeNull();
      const page = row.page ?? "https://app.example.com/";
      expect(reads(policy!, row, trace, page)).toBe(true);
      if (policy!.origins !== "*") expect(reads(policy!, row, trace, "https://evil.example/")).toBe(false);
    }
  });

  test("keeps what the answers show: origins, methods, headers, what is exposed, for how long", () => {
    const headers = [
      ["Access-Control-Allow-Origin", "https://b.example"],
      ["Access-Control-Allow-Credentials", "true"],
    ] as const;
    const row: Row = {
      name: "",
      want: { code: "CORS-O03" },
      url,
      init: { method: "PUT", headers: [["X-Custom", "1"]] },
      answers: {
        [`OPTIONS ${url}`]: {
          status: 204,
          headers: [
            ...headers,
            ["Access-Control-Allow-Methods", "DELETE, TRACE"],
            ["Access-Control-Allow-Headers", "Authorization, Cookie"],
            ["Access-Control-Max-Age", "600"],
          ],
        },
      },
    };
    expect(explain(play(row, "spec")).fix.policy).toEqual({
      origins: [origin, "https://b.example"],
      credentials: true,
      methods: ["DELETE", "PUT"],
      requestHeaders: ["Authorization", "X-Custom"],
      maxAge: 600,
    });
  });

  test.each<[string, readonly Header[], readonly string[], string]>([
    ["for everyone", [["Access-Control-Allow-Origin", "*"]], [origin], "Everyone may read it now"],
    [
      "for others",
      [["Access-Control-Allow-Origin", "https://b.example"]],
      [origin],
      "https://b.example may read it now",
    ],
    [
      "for others, who may include them",
      [
        ["Access-Control-Allow-Origin", "https://b.example"],
        ["Access-Control-Allow-Credentials", "true"],
      ],
      [origin, "https://b.example"],
      "this alone decides",
    ],
  ])("includes no credentials that were not allowed %s", (_, headers, origins, note) => {
    const answers = { [`GET ${url}`]: { status: 200, headers } };
    const row: Row = { name: "", want: { code: "CORS-O03" }, url, init: { credentials: "include" }, answers };
    const { policy, server } = explain(play(row, "spec")).fix;
    expect(policy).toEqual({ origins, credentials: true });
    expect(server[0]?.notes.join()).toContain(note);
  });

  test("has nothing of what another server allows, which redirects to it", () => {
    const row: Row = {
      name: "",
      want: { code: "CORS-O01" },
      url: `${origin}/go`,
      answers: {
        [`GET ${origin}/go`]: {
          status: 302,
          headers: [
            ["Location", url],
            ["Access-Control-Allow-Origin", "*"],
            ["Access-Control-Expose-Headers", "X-Front"],
            ["Server", "nginx"],
          ],
        },
        [`GET ${url}`]: { status: 200, headers: [["Server", "Caddy"]] },
      },
    };
    const { headers, policy, server } = explain(play(row, "spec")).fix;
    expect(policy).toEqual({ origins: [origin] });
    expect(headers?.missing.actual).toEqual([
      ["Access-Control-Allow-Origin", origin],
      ["Vary", "Origin"],
    ]);
    expect(server.map(({ remove, server: name }) => [name, remove])).toEqual([["caddy", []]]);
  });

  test("names the risk of a page of http that includes credentials", () => {
    const row: Row = {
      name: "",
      want: { code: "CORS-O01" },
      page: "http://app.example.com/",
      url: "http://api.example.com/items",
      init: { credentials: "include" },
      answers: { "GET http://api.example.com/items": { status: 200 } },
    };
    const { policy, server } = explain(play(row, "spec")).fix;
    expect(policy).toMatchObject({ dangerously: { exposeToNetworkAttackers: true } });
    expect(server.map(({ command }) => command)).toEqual([null, null, null]);
  });
});

describe("the command of a fix", () => {
  test.each(["nginx", "apache", "express", "haproxy", "s3", "kong"] as const)("writes the same files: %s", (name) => {
    const row = rows.find(({ want }) => want.code === "CORS-M01")!;
    const { policy, server } = explain(play(row, "spec"), { servers: [name] }).fix;
    const [fix] = server;
    expect(fix?.command).toMatch(new RegExp(`^concors config ${name} --origin https://app\\.example\\.com `));
    const facts = fix?.command?.includes("--allow-wider") === true ? { allowWider: true } : {};
    const { files } = generate(
      name,
      policy as Policy & { readonly origins: readonly `${string}://${string}`[] },
      facts,
      {
        provenance: false,
      },
    );
    expect(fix?.parts.map(({ code, path }) => [path, `${code}\n`])).toEqual(
      files.map(({ path, text }) => [path, text]),
    );
  });
});

describe("what a server cannot say", () => {
  const answering = (headers: readonly (readonly [string, string])[]): Row => ({
    name: "",
    want: { code: "CORS-M01" },
    url,
    init: { method: "PUT" },
    answers: { [`OPTIONS ${url}`]: { status: 204, headers } },
  });

  test.each([
    ["s3", "Amazon S3 allows credentials for every origin that may read"],
    ["azure-app-service", "has no list of methods"],
    ["minio", "has no list of exposed headers"],
    ["gateway-api", "switch them off there"],
  ] as const)("is said beside the fix: %s", (name, note) => {
    const row = answering([["Access-Control-Allow-Origin", origin]]);
    const [fix] = explain(play(row, "spec"), { servers: [name] }).fix.server;
    expect(fix?.parts).not.toEqual([]);
    expect(fix?.notes.join("\n")).toContain(note);
  });

  test.each([
    ["minio", "any site could read what a user may"],
    ["netlify", 'origins can be "*" alone'],
  ] as const)("lets nobody in: %s", (name, note) => {
    const headers = name === "minio" ? ([["Access-Control-Allow-Origin", "*"]] as const) : [];
    const [fix] = explain(play(answering(headers), "spec"), { servers: [name] }).fix.server;
    expect(fix).toMatchObject({ parts: [], command: null });
    expect(fix?.notes.join("\n")).toContain(note);
  });
});

test("every target is a server that a fix is written for", () => {
  expect(serverNames).toEqual([...targetNames, "python-http-server"]);
});
