import type { Transport } from "@concors/browser";
import type { Header, HeaderList } from "concors/protocol";
import { describe, expect, expectTypeOf, test } from "vitest";
import { learnPolicy } from "../../../src/read/index.ts";
import type { LearnedPolicy, LearnOptions, LiveRequest, LiveResponse, LiveTransport } from "../../../src/read/index.ts";
import { checkSite } from "../../../src/index.ts";
import type { SitePolicy } from "../../../src/index.ts";
import { memoryServer } from "./memory-server.ts";

const url = "https://api.example.net/items";
const app = "https://app.example.com";
const www = "https://www.example.com";

/** What a server sees of a request. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly origin: string | null;
  readonly isPreflight: boolean;
  /** The method and the headers that a preflight asks for. */
  readonly wants: string;
  readonly wantsHeaders: string;
}

type Answer = (asked: Asked) => LiveResponse;

function valueOf(headerList: HeaderList, name: string): string | null {
  return headerList.find(([key]) => key === name)?.[1] ?? null;
}

function askedIn({ method, url: { pathname }, headerList }: LiveRequest): Asked {
  return {
    method,
    path: pathname,
    origin: valueOf(headerList, "Origin"),
    isPreflight: method === "OPTIONS",
    wants: valueOf(headerList, "Access-Control-Request-Method") ?? "",
    wantsHeaders: valueOf(headerList, "Access-Control-Request-Headers") ?? "",
  };
}

async function learn(answer: Answer, options: Partial<LearnOptions> = {}): Promise<LearnedPolicy> {
  const { transport } = memoryServer((request) => answer(askedIn(request)));
  return learnPolicy(url, { transport, origins: [app, www], ...options });
}

function codesOf({ findings }: LearnedPolicy): string[] {
  return [...new Set(findings.map(({ code }) => code))].sort();
}

const ok = (...headerList: readonly Header[]): LiveResponse => ({ status: 200, headerList });
const vary: Header = ["Vary", "Origin"];
const allow = (origin: string): Header => ["Access-Control-Allow-Origin", origin];
const credentials: Header = ["Access-Control-Allow-Credentials", "true"];

/** A server that allows some origins, and is right but for what a row changes. */
function listing(isListed: (origin: string) => boolean, ...others: readonly Header[]): Answer {
  return ({ origin, path }) => ({
    status: path === "/items" ? 200 : 404,
    headerList: origin !== null && isListed(origin) ? [vary, allow(origin), ...others] : [vary],
  });
}

const isApp = (origin: string): boolean => origin === app;

interface Row {
  readonly name: string;
  readonly answer: Answer;
  readonly codes: readonly string[];
  readonly policy: SitePolicy;
}

const rows: readonly Row[] = [
  { name: "right: nothing is found", answer: listing(isApp), codes: [], policy: { origins: [app] } },
  {
    name: "right with `*`: nothing is found",
    answer: () => ok(allow("*")),
    codes: [],
    policy: { origins: "*" },
  },
  { name: "no CORS at all is no mistake", answer: () => ok(), codes: [], policy: "none" },

  {
    name: "who repeats every origin with credentials is cut down to those that are named",
    answer: ({ origin }) => (origin === null ? ok(vary) : ok(vary, allow(origin), credentials)),
    codes: ["reflects-any-origin"],
    policy: { origins: [app, www], credentials: true },
  },
  {
    name: "who repeats every origin without credentials means `*`",
    answer: ({ origin }) => (origin === null ? ok(vary) : ok(vary, allow(origin))),
    codes: ["reflects-without-credentials"],
    policy: { origins: "*" },
  },
  {
    name: "`*` without an origin, and its echo with one, is the same; and a cache mixes them up",
    answer: ({ origin }) => ok(allow(origin ?? "*")),
    codes: ["reflects-without-credentials", "vary-missing"],
    policy: { origins: "*" },
  },
  {
    name: "a comparison without an end takes what anybody can register, and any port; the origin is what was meant",
    answer: listing((origin) => origin.startsWith(app)),
    codes: ["suffix-allowed"],
    policy: { origins: [app] },
  },
  {
    name: "a comparison without a beginning takes other names, subdomains, and http",
    answer: listing((origin) => origin.endsWith("app.example.com"), credentials),
    codes: ["http-with-credentials", "prefix-allowed"],
    policy: { origins: [app], credentials: true },
  },
  {
    name: "a dot that is not escaped takes a letter",
    answer: listing((origin) => /^https:\/\/app.example.com$/.test(origin)),
    codes: ["dot-unescaped"],
    policy: { origins: [app] },
  },
  {
    name: "`endsWith` a domain takes its subdomains, itself, and what is glued to it",
    answer: listing((origin) => origin.startsWith("https://") && origin.endsWith("example.com")),
    codes: ["prefix-allowed"],
    policy: { origins: ["https://example.com", "https://*.example.com"] },
  },
  {
    name: "null is left out of the policy",
    answer: listing((origin) => isApp(origin) || origin === "null"),
    codes: ["null-allowed"],
    policy: { origins: [app] },
  },
  {
    name: "null alone leaves nobody",
    answer: listing((origin) => origin === "null"),
    codes: ["null-allowed"],
    policy: "none",
  },
  {
    name: "http beside credentials is left out of the policy",
    answer: listing((origin) => /^https?:\/\/app\.example\.com$/.test(origin), credentials),
    codes: ["http-with-credentials"],
    policy: { origins: [app], credentials: true },
  },
  {
    name: "a wildcard where anybody gets a name is left out beside credentials",
    answer: listing((origin) => /^https:\/\/[a-z\d.-]+\.com$/.test(origin), credentials),
    codes: ["public-suffix-wildcard"],
    policy: { origins: [app, www], credentials: true },
  },
  {
    name: "anybody's preflight is allowed, though nobody else may read",
    answer: ({ origin, isPreflight }) =>
      isPreflight
        ? ok(vary, allow(origin ?? ""), ["Access-Control-Allow-Methods", "PUT"])
        : ok(vary, ...(origin === app ? [allow(app)] : [])),
    codes: ["preflight-allows-any-origin"],
    policy: { origins: [app], methods: ["PUT"] },
  },

  {
    name: "`*` beside credentials",
    answer: () => ok(allow("*"), credentials),
    codes: ["star-with-credentials"],
    policy: { origins: "*" },
  },
  {
    name: "two lines of Access-Control-Allow-Origin",
    answer: listing(isApp, allow(app)),
    codes: ["allow-origin-several"],
    policy: { origins: [app] },
  },
  {
    name: "a list of origins, for everybody, names them all",
    answer: () => ok(allow(`${app}, https://www.example.com`)),
    codes: ["allow-origin-several", "names-another-origin"],
    policy: { origins: [app, www] },
  },
  {
    name: "one origin for everybody needs no Vary",
    answer: () => ok(allow(app)),
    codes: ["names-another-origin"],
    policy: { origins: [app] },
  },
  {
    name: "an origin with a slash is nobody's",
    answer: () => ok(allow(`${app}/`)),
    codes: ["allow-origin-malformed", "names-another-origin"],
    policy: "none",
  },
  {
    name: "True is not true",
    answer: listing(isApp, ["Access-Control-Allow-Credentials", "True"]),
    codes: ["credentials-malformed"],
    policy: { origins: [app] },
  },
  {
    name: "beside credentials, * is a name",
    answer: listing(isApp, credentials, ["Access-Control-Allow-Headers", "*"], ["Access-Control-Expose-Headers", "*"]),
    codes: ["star-is-a-name"],
    policy: { origins: [app], credentials: true },
  },
  {
    name: "an error without the headers",
    answer: ({ origin, path }) =>
      path === "/items" ? listing(isApp)(asking(origin)) : { status: 404, headerList: [] },
    codes: ["errors-without-cors"],
    policy: { origins: [app] },
  },
  {
    name: "headers on preflights alone, since the answer is an error",
    answer: ({ origin, isPreflight }) =>
      isPreflight ? listing(isApp)(asking(origin)) : { status: 502, headerList: [] },
    codes: ["errors-without-cors"],
    policy: { origins: [app] },
  },
  {
    name: "headers on preflights alone",
    answer: ({ origin, isPreflight }) => (isPreflight ? listing(isApp)(asking(origin)) : ok()),
    codes: ["answer-without-origin"],
    policy: { origins: [app] },
  },
  {
    name: "a redirect without the headers",
    answer: ({ origin, isPreflight }) =>
      isPreflight ? listing(isApp)(asking(origin)) : { status: 301, headerList: [["Location", "/items/"]] },
    codes: ["redirect-without-cors"],
    policy: { origins: [app] },
  },
  {
    name: "a preflight that finds no OPTIONS",
    answer: preflightsAnswered({ status: 405, headerList: [] }),
    codes: ["preflight-status"],
    policy: { origins: [app] },
  },
  {
    name: "a preflight that is redirected",
    answer: preflightsAnswered({ status: 302, headerList: [["Location", "/login"]] }),
    codes: ["preflight-redirects"],
    policy: { origins: [app] },
  },
  {
    name: "a preflight that is asked for a password",
    answer: preflightsAnswered({ status: 401, headerList: [["WWW-Authenticate", "Basic"]] }),
    codes: ["preflight-wants-authentication"],
    policy: { origins: [app] },
  },
  {
    name: "a preflight without the origin",
    answer: preflightsAnswered({ status: 204, headerList: [["Access-Control-Allow-Methods", "PUT"]] }),
    codes: ["preflight-without-origin"],
    policy: { origins: [app] },
  },
  {
    name: "a preflight without the credentials",
    answer: preflightsAnswered({ status: 204, headerList: [allow(app)] }, credentials),
    codes: ["names-another-origin", "preflight-without-credentials"],
    policy: { origins: [app], credentials: true },
  },
  {
    name: "a list that is none",
    answer: listing(isApp, ["Access-Control-Allow-Methods", "PUT DELETE"]),
    codes: ["list-malformed"],
    policy: { origins: [app] },
  },
  {
    name: "no Vary",
    answer: ({ origin }) => (origin === app ? ok(allow(app)) : ok()),
    codes: ["vary-missing"],
    policy: { origins: [app] },
  },
  {
    name: "Vary for those that are allowed alone",
    answer: ({ origin }) => (origin === app ? ok(vary, allow(app)) : ok()),
    codes: ["vary-missing-without-origin"],
    policy: { origins: [app] },
  },
  {
    name: "Vary for whoever has an origin",
    answer: ({ origin }) => (origin === null ? ok() : origin === app ? ok(vary, allow(app)) : ok(vary)),
    codes: ["vary-missing-without-origin"],
    policy: { origins: [app] },
  },
  {
    name: "Vary: * will do",
    answer: ({ origin }) => ok(["Vary", "Accept, *"], ...(origin === app ? [allow(app)] : [])),
    codes: [],
    policy: { origins: [app] },
  },
  {
    name: "what differs by origin is what both say",
    answer: ({ origin }) =>
      ok(vary, ...(origin === app ? [allow(app), credentials] : []), ...(origin === www ? [allow(origin)] : [])),
    codes: ["answers-differ-by-origin"],
    policy: { origins: [app, www] },
  },
  {
    name: "what some expose alone is not exposed",
    answer: ({ origin }) =>
      ok(
        vary,
        ...(origin === app ? [allow(app), ["Access-Control-Expose-Headers", "ETag, X-A"] as const] : []),
        ...(origin === www ? [allow(www), ["Access-Control-Expose-Headers", "X-A, X-B"] as const] : []),
      ),
    codes: ["answers-differ-by-origin"],
    policy: { origins: [app, www], exposedHeaders: ["X-A"] },
  },
  {
    name: "names that no page can use are left out",
    answer: listing(
      isApp,
      ["Access-Control-Allow-Methods", "PUT, TRACE"],
      ["Access-Control-Allow-Headers", "X-A, Origin, Access-Control-Allow-Origin, $host"],
      ["Access-Control-Expose-Headers", "Set-Cookie, ETag"],
    ),
    codes: ["names-left-out"],
    policy: { origins: [app], methods: ["PUT"], requestHeaders: ["X-A"], exposedHeaders: ["ETag"] },
  },
  {
    name: "more than a day is a day",
    answer: listing(isApp, ["Access-Control-Max-Age", "1728000"]),
    codes: ["max-age-out-of-range"],
    policy: { origins: [app], maxAge: 86_400 },
  },
  {
    name: "a negative age is none",
    answer: listing(isApp, ["Access-Control-Max-Age", "-1"]),
    codes: ["max-age-out-of-range"],
    policy: { origins: [app] },
  },

  {
    name: "a method is repeated if it is one of some: each is asked",
    answer: ({ origin, wants }) =>
      listing(
        isApp,
        ...(["PUT", "DELETE"].includes(wants) ? [["Access-Control-Allow-Methods", wants] as const] : []),
      )(asking(origin)),
    codes: [],
    policy: { origins: [app], methods: ["PUT", "DELETE"] },
  },
  {
    name: "a preflight for what is not allowed is refused as a whole: each is asked",
    answer: ({ origin, wants, wantsHeaders, isPreflight }) => {
      const refused =
        (wants !== "" && !["GET", "PATCH"].includes(wants)) || !["", "content-type"].includes(wantsHeaders);
      if (isPreflight && refused) return { status: 403, headerList: [vary] };
      const headers: readonly Header[] = [
        ["Access-Control-Allow-Methods", wants],
        ["Access-Control-Allow-Headers", wantsHeaders],
      ];
      return listing(isApp, ...(isPreflight ? headers : []))(asking(origin));
    },
    codes: [],
    policy: { origins: [app], methods: ["PATCH"], requestHeaders: ["content-type"] },
  },
  {
    name: "whatever is asked for is repeated, which is any",
    answer: ({ origin, wants, wantsHeaders }) =>
      listing(
        isApp,
        credentials,
        ["Access-Control-Allow-Methods", wants],
        ["Access-Control-Allow-Headers", wantsHeaders],
      )(asking(origin)),
    codes: [],
    policy: { origins: [app], credentials: true, methods: "*", requestHeaders: "*" },
  },
];

function asking(origin: string | null): Asked {
  return { method: "GET", path: "/items", origin, isPreflight: false, wants: "", wantsHeaders: "" };
}

/** A server that is right but for its preflights. */
function preflightsAnswered(answer: LiveResponse, ...others: readonly Header[]): Answer {
  return (asked) => (asked.isPreflight ? answer : listing(isApp, ...others)(asked));
}

describe("what a server does", () => {
  test.each(rows)("$name", async ({ answer, codes, policy }) => {
    const learned = await learn(answer);
    expect(checkSite(learned.site).ok).toBe(true);
    expect({ codes: codesOf(learned), policy: learned.site?.fallback }).toEqual({ codes, policy });
    expect(learned.requests.length).toBeLessThanOrEqual(60);
  });
});

test("a finding has the exchange that shows it", async () => {
  const { findings } = await learn(listing((origin) => origin.startsWith(app)));
  expect(findings).toEqual([
    {
      code: "suffix-allowed",
      severity: "security",
      message: expect.stringContaining("https://app.example.com.concorsprobe2.example is allowed") as string,
      evidence: {
        request: `GET ${url} with Origin: https://app.example.com.concorsprobe2.example`,
        header: "Access-Control-Allow-Origin: https://app.example.com.concorsprobe2.example",
      },
    },
  ]);
});

describe("what is not concluded is said", () => {
  const sayings: readonly {
    name: string;
    answer: Answer;
    origins: readonly string[];
    policy: SitePolicy;
    says: string;
  }[] = [
    {
      name: "one label is no pattern",
      answer: listing((origin) => /^https:\/\/[a-z\d-]+\.example\.com$/.test(origin)),
      origins: [app],
      policy: { origins: [app] },
      says: "One label before https://example.com is allowed, and two were not",
    },
    {
      name: "a port that has to be there is not any port",
      answer: listing((origin) => /^http:\/\/localhost:\d+$/.test(origin)),
      origins: ["http://localhost:3000"],
      policy: { origins: ["http://localhost:3000"] },
      says: "Any port after http://localhost seems to be allowed, but not none",
    },
    {
      name: "methods are asked one by one, and no others",
      answer: ({ origin, wants }) =>
        listing(
          isApp,
          ...(wants === "PATCH" ? [["Access-Control-Allow-Methods", wants] as const] : []),
        )(asking(origin)),
      origins: [app],
      policy: { origins: [app], methods: ["PATCH"] },
      says: "Methods are answered one by one: others than PUT, PATCH, DELETE, QUERY were not asked",
    },
    {
      name: "other origins may be listed",
      answer: listing(isApp),
      origins: [app],
      policy: { origins: [app] },
      says: "Whether other origins are listed cannot be asked: these were (https://app.example.com)",
    },
    {
      name: "what is no origin is not asked",
      answer: listing(isApp),
      origins: [app, "example.com", "*"],
      policy: { origins: [app] },
      says: '"example.com" is no origin, and was not asked',
    },
    {
      name: "who is allowed with credentials, if nobody is named",
      answer: ({ origin }) => (origin === null ? ok(vary) : ok(vary, allow(origin), credentials)),
      origins: [],
      policy: { origins: "*" },
      says: "Who may include credentials was not named",
    },
    {
      name: "errors, if every path is there",
      answer: ({ origin }) => listing(isApp)(asking(origin)),
      origins: [app],
      policy: { origins: [app] },
      says: "No path was found that does not exist",
    },
    {
      name: "other paths",
      answer: () => ok(allow("*")),
      origins: [],
      policy: { origins: "*" },
      says: "Other paths may have other policies: /items was asked",
    },
  ];

  test.each(sayings)("$name", async ({ answer, origins, policy, says }) => {
    const { site, unseen } = await learn(answer, { origins });
    expect(site).toEqual({ fallback: policy });
    expect(unseen.filter((sentence) => sentence.includes(says))).toHaveLength(1);
  });
});

describe("what a policy is concluded from", () => {
  test("what an answer says is seen", async () => {
    const { confidence } = await learn(listing(isApp, ["Access-Control-Allow-Methods", "PUT"]));
    expect(new Set(Object.values(confidence))).toEqual(new Set(["seen"]));
  });

  test("patterns, and what is repeated, are inferred", async () => {
    const { confidence } = await learn(({ origin, wants, wantsHeaders }) =>
      listing(
        (other) => /^https:\/\/(?:[a-z\d-]+\.)+example\.com$/.test(other),
        ["Access-Control-Allow-Methods", wants],
        ["Access-Control-Allow-Headers", wantsHeaders],
      )(asking(origin)),
    );
    expect(confidence).toMatchObject({
      origins: "inferred",
      methods: "inferred",
      requestHeaders: "inferred",
      exposedHeaders: "seen",
    });
  });

  test("of a server that allows nobody who was asked, nothing is known", async () => {
    const { confidence, site } = await learn(() => ok());
    expect(site).toEqual({ fallback: "none" });
    expect(new Set(Object.values(confidence))).toEqual(new Set(["unknown"]));
  });

  test("methods and headers that are named are asked about as well", async () => {
    const answer: Answer = ({ origin, wants, wantsHeaders, isPreflight }) => {
      const isKnown = ["GET", "PUT", "PURGE"].includes(wants) && ["", "x-a"].includes(wantsHeaders);
      if (isPreflight && !isKnown) return { status: 403, headerList: [vary] };
      return listing(
        isApp,
        ["Access-Control-Allow-Methods", wants],
        ["Access-Control-Allow-Headers", wantsHeaders],
      )(asking(origin));
    };
    const { site } = await learn(answer, { methods: ["PURGE"], requestHeaders: ["X-A"] });
    expect(site?.fallback).toMatchObject({ methods: ["PUT", "PURGE"], requestHeaders: ["x-a"] });
  });

  test("without names, origins are guessed from the URL", async () => {
    const { site } = await learn(
      listing((origin) => ["https://www.example.net", "http://localhost:5173"].includes(origin)),
      { origins: undefined },
    );
    expect(site?.fallback).toEqual({ origins: ["http://localhost:5173", "https://www.example.net"] });
  });

  test("one origin that is named to everybody needs no guess", async () => {
    const { site } = await learn(() => ok(allow("https://elsewhere.example.org")), { origins: undefined });
    expect(site?.fallback).toEqual({ origins: ["https://elsewhere.example.org"] });
  });
});

describe("why it ends", () => {
  test("a URL of another scheme has nothing to ask", async () => {
    const { transport, requests } = memoryServer(() => ok());
    for (const other of ["ftp://example.com/", "example.com", ""])
      expect((await learnPolicy(other, { transport })).ended?.code).toBe("not-http");
    expect(requests).toEqual([]);
  });

  test("a server that is down is asked once", async () => {
    const { ended, requests, site } = await learnPolicy(url, {
      transport: () => Promise.resolve({ failed: "connection-refused", message: "Nothing listens on port 443." }),
    });
    expect({ ended, site, count: requests.length }).toEqual({
      ended: { code: "down", message: "Nothing listens on port 443." },
      site: null,
      count: 1,
    });
  });

  test("a transport that throws is a server that is down", async () => {
    const { ended } = await learnPolicy(url, { transport: () => Promise.reject(new Error("no route to host")) });
    expect(ended).toEqual({ code: "down", message: "no route to host" });
  });

  test("an origin that gets no answer is taken for denied", async () => {
    const server = memoryServer((request) => listing(isApp)(askedIn(request)));
    const { ended, unseen, site } = await learnPolicy(url, {
      origins: [app],
      transport: (request, signal) =>
        valueOf(request.headerList, "Origin") === "null"
          ? Promise.resolve({ failed: "connection-reset", message: "It hung up." })
          : server.transport(request, signal),
    });
    expect(ended).toBeNull();
    expect(site).toEqual({ fallback: { origins: [app] } });
    expect(unseen.join()).toContain(
      `These got no answer, and are taken for not allowed: GET ${url} with Origin: null.`,
    );
  });

  test("a server that does not answer any more is left alone", async () => {
    const { ended, requests, site } = await learnPolicy(url, {
      origins: [app],
      transport: (request) =>
        Promise.resolve(
          request.method === "OPTIONS"
            ? { failed: "timed-out", message: "It took too long." }
            : listing(isApp)(askedIn(request)),
        ),
    });
    expect(ended).toEqual({ code: "down", message: "It does not answer any more: It took too long." });
    expect(requests.filter((request) => request.startsWith("OPTIONS"))).toHaveLength(3);
    expect(site).toEqual({ fallback: { origins: [app] } });
  });

  test("nothing but 5xx says nothing", async () => {
    const { ended, site } = await learn(() => ({ status: 503, headerList: [] }));
    expect(site).toBeNull();
    expect(ended?.code).toBe("server-errors");
    expect(ended?.message).toContain("503");
  });

  test("a 429 ends it, and what was learned by then stays", async () => {
    let count = 0;
    const { ended, requests, site, unseen } = await learn((asked) =>
      ++count > 10 ? { status: 429, headerList: [] } : listing(isApp)(asked),
    );
    expect(ended).toEqual({
      code: "rate-limited",
      message: "Request 11 was answered 429: it asks for no more of them.",
    });
    expect(requests).toHaveLength(11);
    expect(site).toEqual({ fallback: { origins: [app] } });
    expect(unseen.join()).toContain("The neighbours of https://app.example.com were not all asked");
  });

  test("a 429 at once leaves nothing", async () => {
    const { ended, requests, site } = await learn(() => ({ status: 429, headerList: [] }));
    expect({ code: ended?.code, count: requests.length, site }).toEqual({ code: "rate-limited", count: 1, site: null });
  });

  test.each([1, 2, 5, 9, 20])("no more than %i requests are sent if that is the budget", async (budget) => {
    const origins = Array.from({ length: 30 }, (_, index) => `https://app-${index}.example.com`);
    const isListed = (origin: string): boolean => origins.includes(origin);
    const { requests, ended, site } = await learn(listing(isListed), { budget, origins });
    expect(requests).toHaveLength(budget);
    expect(ended?.code).toBe("budget");
    if (site !== null) expect(checkSite(site).ok).toBe(true);
  });

  test("thirty origins are all asked before their neighbours are", async () => {
    const origins = Array.from({ length: 30 }, (_, index) => `https://app-${index}.example.com`);
    const { requests, site } = await learn(
      listing((origin) => origins.includes(origin)),
      { origins },
    );
    expect(requests).toHaveLength(60);
    expect(site).toMatchObject({ fallback: { origins: expect.arrayContaining(origins) as unknown } });
  });

  test("a password in a URL is neither sent nor kept", async () => {
    const { transport, requests } = memoryServer(() => ok());
    const learned = await learnPolicy("https://user:secret@api.example.net/items#part", { transport });
    expect(JSON.stringify([learned, requests.map((request) => request.url.href)])).not.toMatch(/secret|part/);
  });
});

test("the transports of @concors/browser will do", () => {
  expectTypeOf<Transport>().toExtend<LiveTransport>();
});
