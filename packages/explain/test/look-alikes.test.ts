import { engineNames } from "@concors/browser/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Explanation, FetchDirective } from "../src/index.ts";
import { blockingDirective, explain, upgradesInsecureRequests, urlLiteral } from "../src/index.ts";
import type { Row } from "./play.ts";
import { enginesOf, optionsOf, play, rows } from "./play.ts";

const api = "https://api.example.com/items";

describe("of what looks like CORS", () => {
  test.each(rows)("exactly the cause is not ruled out, and nothing before it is open: $name", (row) => {
    for (const engine of enginesOf(row)) {
      const { cause, lookalikes } = explain(play(row, engine), optionsOf(row));
      expect(lookalikes).toHaveLength(13);
      expect(lookalikes.filter(({ result }) => result === "cause")).toHaveLength(cause === null ? 0 : 1);
      for (const { finding, result, ruledOutBy } of lookalikes) {
        expect(ruledOutBy === null).toBe(result !== "ruled-out");
        expect(finding === null).toBe(result === "ruled-out");
      }
    }
  });

  /** What an answer says of each, where it is allowed. */
  const told: readonly (readonly [name: string, change: Partial<Row>, code: string, words: string])[] = [
    ["an address that answered rules out DNS", {}, "dns", "api.example.com has the address 192.0.2.7"],
    ["and its family", {}, "tcp-ipv4", "192.0.2.7 answered"],
    ["a preflight that is not needed is ruled out", {}, "preflight", "none is needed"],
    ["hidden headers are null to the page", {}, "exposure", "the page reads null for x-total"],
    ["an origin without Vary may come from a cache", {}, "cache", "Chromium may use what an <img> left"],
    ["a body that nobody read is not known", {}, "body", "nobody read it"],
    [
      "HTML is what JSON.parse fails on",
      { facts: { body: { ok: true, bytes: 9, isWhole: true, looksLike: "html" } } },
      "body",
      "response.json() fails",
    ],
    [
      "a page without a policy has none",
      { facts: { policy: policyOf([]) } },
      "content-security-policy",
      "the page has none",
    ],
    ["a policy that was not looked at is not known", {}, "content-security-policy", "--csp"],
    ["an https URL is not upgraded", {}, "hsts", "the URL is https"],
  ];
  test.each(told)("%s", (_name, change, code, words) => {
    const row: Row = { ...allowed, ...change };
    const found = explain(play(row, "chromium"), optionsOf(row)).lookalikes.find((item) => item.code === code);
    expect(`${found?.ruledOutBy ?? ""}${found?.finding ?? ""}`).toContain(words);
  });

  test("http to a host that sends Strict-Transport-Security is a sign", () => {
    const row: Row = {
      name: "",
      page: "http://app.example.com/",
      url: "http://api.example.com/items",
      answers: {
        "GET http://api.example.com/items": {
          status: 301,
          headers: [
            ["Location", api],
            ["Access-Control-Allow-Origin", "*"],
          ],
        },
        [`GET ${api}`]: {
          status: 200,
          headers: [
            ["Access-Control-Allow-Origin", "*"],
            ["Strict-Transport-Security", "max-age=1"],
          ],
        },
      },
      want: { code: null },
    };
    expect(hstsOf(explain(play(row, "spec")))).toMatchObject({ result: "possible" });
    const preloaded: Row = { ...row, url: "http://api.example.dev/" };
    expect(hstsOf(explain(play(preloaded, "spec")))?.finding).toContain(".dev");
  });
});

function hstsOf({ lookalikes }: Explanation): Explanation["lookalikes"][number] | undefined {
  return lookalikes.find(({ code }) => code === "hsts");
}

const allowed: Row = {
  name: "",
  answers: {
    [`GET ${api}`]: {
      status: 200,
      headers: [
        ["Access-Control-Allow-Origin", "https://app.example.com"],
        ["X-Total", "7"],
      ],
      remoteAddress: "192.0.2.7",
    },
  },
  want: { code: null },
};

function policyOf(
  values: readonly string[],
  origin = "https://app.example.com",
): { values: readonly string[]; origin: string; directive: FetchDirective } {
  return { values, origin, directive: "connect-src" };
}

/** Policies, a URL, and whether they let a page of https://app.example.com connect to it. */
const policies: readonly (readonly [name: string, policy: string, url: string, allows: boolean])[] = [
  ["nothing about connections allows all", "img-src 'none'", api, true],
  ["'none' allows nothing", "connect-src 'none'", api, false],
  ["an empty list is 'none'", "connect-src", api, false],
  ["default-src stands in", "default-src 'self'", api, false],
  ["connect-src goes before default-src", "default-src 'none'; connect-src *", api, true],
  ["of a directive that is there twice the first counts", "connect-src 'none'; connect-src *", api, false],
  ["every policy has to allow it", "connect-src *, connect-src 'self'", api, false],
  ["'self' is the page's origin", "connect-src 'self'", "https://app.example.com/a", true],
  ["'self' is no other port", "connect-src 'self'", "https://app.example.com:8443/a", false],
  ["a host", "connect-src api.example.com", api, true],
  ["a host in capitals", "connect-src API.example.COM", api, true],
  ["a host without a scheme has the page's", "connect-src api.example.com", "http://api.example.com/", false],
  ["a wildcard is for subdomains", "connect-src https://*.example.com", api, true],
  ["a wildcard is not for the domain itself", "connect-src https://*.example.com", "https://example.com/", false],
  ["a scheme", "connect-src https:", api, true],
  ["http in a policy allows https", "connect-src http://api.example.com", api, true],
  ["https in a policy allows no http", "connect-src https://api.example.com", "http://api.example.com/", false],
  ["no port is the default port", "connect-src https://api.example.com", "https://api.example.com:8443/", false],
  ["any port", "connect-src https://api.example.com:*", "https://api.example.com:8443/", true],
  ["a port", "connect-src https://api.example.com:8443", "https://api.example.com:8443/", true],
  ["a path has to be equal", "connect-src https://api.example.com/item", api, false],
  ["a path that ends with a slash is a beginning", "connect-src https://api.example.com/items/", `${api}/1`, true],
  ["a path is compared decoded", "connect-src https://api.example.com/%69tems", api, true],
  ["words that are no source match nothing", "connect-src 'unsafe-inline' https//x", api, false],
];

describe("a policy", () => {
  test.each(policies)("%s", (_name, policy, url, allows) => {
    const blocked = blockingDirective(policyOf([policy]), "connect-src", new URL(url), 0);
    expect(blocked === null).toBe(allows);
  });

  test("paths do not count after a redirect", () => {
    const policy = policyOf(["connect-src https://api.example.com/other"]);
    expect(blockingDirective(policy, "connect-src", new URL(api), 0)).not.toBeNull();
    expect(blockingDirective(policy, "connect-src", new URL(api), 1)).toBeNull();
  });

  test("what a nonce allows cannot be told from a URL", () => {
    const policy = policyOf(["script-src 'nonce-a'; connect-src 'none'"]);
    expect(blockingDirective(policy, "script-src-elem", new URL(api), 0)).toBeNull();
  });

  test("upgrade-insecure-requests", () => {
    expect(upgradesInsecureRequests(policyOf(["default-src *; Upgrade-Insecure-Requests"]))).toBe(true);
    expect(upgradesInsecureRequests(policyOf(["default-src *"]))).toBe(false);
  });

  test("one source more never blocks more", () => {
    const source = fc.constantFrom(
      "'self'",
      "*",
      "https:",
      "api.example.com",
      "https://*.example.com:*",
      "http://x/a",
      "'none'",
    );
    const sources = fc.array(source, { maxLength: 4 });
    const url = fc.constantFrom(api, "http://api.example.com:8080/", "https://app.example.com/a", "https://x/a");
    fc.assert(
      fc.property(sources, source, url, (some, more, href) => {
        const allows = (list: readonly string[]): boolean =>
          blockingDirective(policyOf([`connect-src ${list.join(" ")}`]), "connect-src", new URL(href), 0) === null;
        if (allows(some)) expect(allows([...some, more])).toBe(true);
      }),
    );
  });
});

/** What is written, what is odd about it, and what was meant. */
const literals: readonly (readonly [text: string, problem: string | null, meant: string | null])[] = [
  ["https://api.example.com/items", null, null],
  ["/items", null, null],
  ["items.json", null, null],
  ["../a/b", null, null],
  ["//api.example.com/items", null, null],
  ["", null, null],
  ["data:text/plain,x", null, null],
  ["127.0.0.1:3000/x", "host-as-path", "http://127.0.0.1:3000/x"],
  ["[::1]:3000/x", "host-as-path", "http://[::1]:3000/x"],
  ["api.example.com/items?q=1", "host-as-path", "https://api.example.com/items?q=1"],
  ["localhost/x", "host-as-path", "http://localhost/x"],
  ["localhost:3000/x", "host-as-scheme", "http://localhost:3000/x"],
  ["api.example.com:8080/x", "host-as-scheme", "https://api.example.com:8080/x"],
  ["https:/api.example.com/x", "one-slash", "https://api.example.com/x"],
  ["https:api.example.com/x", "one-slash", "https://api.example.com/x"],
  [String.raw`https:\\api.example.com\x`, "backslash", "https://api.example.com/x"],
];

test.each(literals)("%s as it is written in a page", (text, problem, meant) => {
  const found = urlLiteral(text, "https://app.example.com/");
  expect(found?.problem ?? null).toBe(problem);
  expect(found?.meant ?? null).toBe(meant);
});

test("one slash is two for a page of the other scheme", () => {
  expect(urlLiteral("https:/api.example.com/x", "http://localhost:3000/")).toBeNull();
});

test("what is meant is not odd, whatever was written", () => {
  fc.assert(
    fc.property(fc.webUrl(), fc.constantFrom("https://app.example.com/", "http://localhost:3000/"), (url, page) => {
      expect(urlLiteral(url, page)).toBeNull();
      const cut = urlLiteral(url.replace(/^https?:\/\//, ""), page);
      if (cut !== null) expect(urlLiteral(cut.meant, page)).toBeNull();
    }),
  );
});

test("a secret in what was written is in no explanation", () => {
  const found = urlLiteral("127.0.0.1:3000/x?token=hush", "https://app.example.com/")!;
  for (const engine of engineNames) {
    const explanation = explain(play({ ...allowed, url: found.read! }, engine), { facts: { urlLiteral: found } });
    expect(explanation.cause?.code).toBe("URL-01");
    expect(JSON.stringify(explanation)).not.toContain("hush");
  }
});
