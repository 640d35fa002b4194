import type { Header } from "concors/protocol";
import type { Asked, Endpoint, Said } from "./endpoint.ts";
import { grant } from "./endpoint.ts";

const app = "https://app.shop.com";

const byApp = ({ origin }: Asked): Said => ({ headers: grant(origin, origin === app) });

const fixed =
  (...headers: readonly Header[]): Endpoint["answer"] =>
  () => ({ headers });

const star: Header = ["Access-Control-Allow-Origin", "*"];
const credentials: Header = ["Access-Control-Allow-Credentials", "true"];
const partner: Header = ["Access-Control-Allow-Origin", "https://partner.net"];

/** What depends on the method, the status, the user, the cache or the network; and what only looks wrong. */
export const answerEndpoints: readonly Endpoint[] = [
  {
    name: "repeats any origin in preflights alone",
    answer: ({ header, method, origin }) =>
      method === "OPTIONS"
        ? {
            headers: [
              ...grant(origin, true),
              ["Access-Control-Allow-Methods", "PUT"],
              ["Access-Control-Allow-Headers", header("Access-Control-Request-Headers") ?? ""],
            ],
          }
        : { headers: grant(origin, origin === app) },
    truth: { "AUD-E2": "low", "AUD-W4": "info" },
    kind: "elsewhere",
  },
  {
    name: "repeats any origin to POST alone",
    answer: ({ method, origin }) => ({ headers: grant(origin, method === "POST" || origin === app) }),
    options: { methods: ["POST"] },
    truth: { "AUD-R1": "high" },
    kind: "elsewhere",
  },
  {
    name: "repeats any origin to HEAD alone",
    answer: ({ method, origin }) => ({ headers: grant(origin, method === "HEAD" || origin === app) }),
    truth: { "AUD-R1": "low" },
    kind: "elsewhere",
  },
  {
    name: "is for POST alone, and repeats any origin beside 405",
    answer: ({ origin }) => ({ status: 405, headers: grant(origin, true) }),
    truth: { "AUD-R1": "low" },
  },
  {
    name: "repeats any origin to who is signed in alone",
    answer: ({ header, origin }) =>
      header("Cookie") === null
        ? { status: 401, headers: grant(origin, origin === app) }
        : { headers: grant(origin, true), body: "Ada" },
    options: { credentials: [["Cookie", "session=0123456789abcdef"]] },
    truth: { "AUD-R1": "critical" },
    kind: "elsewhere",
  },
  {
    name: "is not there, and repeats any origin beside 404",
    answer: ({ origin }) => ({ status: 404, headers: grant(origin, true) }),
    truth: { "AUD-R1": "info" },
    kind: "errors",
  },
  {
    name: "fails whenever it refuses an origin, and repeats it beside the error",
    answer: ({ origin }) => ({
      status: origin === null || origin === app ? 200 : 500,
      headers: grant(origin, true),
    }),
    truth: { "AUD-R1": "info" },
    kind: "errors",
  },
  {
    name: "answers 403 to whom it refuses, and repeats the origin beside it",
    answer: ({ origin }) => ({
      status: origin === null || origin === app ? 200 : 403,
      headers: grant(origin, true),
    }),
    truth: { "AUD-R1": "info" },
    kind: "errors",
  },
  {
    name: "lets in where the Referer says that a page is from",
    answer: ({ header }) => {
      const referrer = header("Referer");
      return { headers: grant(referrer === null ? null : new URL(referrer).origin, true) };
    },
    truth: { "AUD-R1": "high" },
    kind: "elsewhere",
  },
  {
    name: "is right, and its errors repeat any origin",
    answer: ({ origin, path }) =>
      path === "/v1/me" ? { headers: grant(origin, origin === app) } : { status: 404, headers: grant(origin, true) },
    truth: { "AUD-E1": "info" },
    kind: "errors",
  },
  { name: "lets everybody in, without credentials", answer: fixed(star), truth: {}, kind: "star" },
  {
    name: "lets everybody in, and says credentials, which browsers refuse",
    answer: fixed(star, credentials),
    truth: { "AUD-W1": "low" },
    kind: "star",
  },
  {
    name: "lets everybody in, and one origin by name with credentials",
    answer: ({ origin }) =>
      origin === app ? { headers: grant(origin, true) } : { headers: [star, ["Vary", "Origin"]] },
    truth: {},
  },
  {
    name: "lets everybody in, and every subdomain by name with credentials",
    answer: ({ origin }) =>
      origin?.endsWith(".shop.com") === true
        ? { headers: grant(origin, true) }
        : { headers: [star, ["Vary", "Origin"]] },
    truth: { "AUD-U1": "medium", "AUD-H1": "medium" },
  },
  { name: "names one partner to everybody", answer: fixed(partner, credentials), truth: {}, kind: "partner" },
  {
    name: "names one partner to whom it does not know, and looks at the beginning alone",
    answer: ({ origin }) => ({
      headers: grant(origin?.startsWith("https://partner.net") === true ? origin : "https://partner.net", true),
    }),
    truth: { "AUD-P1": "high" },
    kind: "prefix",
  },
  {
    name: "names two origins in a list",
    answer: fixed(["Access-Control-Allow-Origin", `${app}, https://www.shop.com`], credentials),
    truth: { "AUD-M1": "low" },
    kind: "list",
  },
  {
    name: "names the origin twice, from two layers",
    answer: ({ origin }) => ({ headers: [...grant(origin, true), ...grant(origin, true)] }),
    truth: { "AUD-M1": "low" },
    kind: "list",
  },
  {
    name: "names a pattern, which no browser knows",
    answer: fixed(["Access-Control-Allow-Origin", "https://*.shop.com"], credentials),
    truth: { "AUD-M1": "low" },
  },
  {
    name: "says false to whom it refuses",
    answer: (asked) =>
      asked.origin === app
        ? byApp(asked)
        : {
            headers: [
              ["Access-Control-Allow-Origin", "false"],
              ["Vary", "Origin"],
            ],
          },
    truth: {},
  },
  {
    name: "says false to everybody, which should have been an origin",
    answer: fixed(["Access-Control-Allow-Origin", "false"]),
    truth: { "AUD-M1": "low" },
  },
  {
    name: "lets one origin in, and names another with a slash at its end",
    answer: (asked) =>
      asked.origin === "https://www.shop.com"
        ? {
            headers: [
              ["Access-Control-Allow-Origin", "https://www.shop.com/"],
              ["Vary", "Origin"],
            ],
          }
        : byApp(asked),
    truth: { "AUD-M1": "low" },
  },
  {
    name: "decodes a line break in the origin",
    answer: ({ origin }) => {
      const [name, value] = (origin ?? "").split("%0d%0a")[1]?.split(": ") ?? [];
      return { headers: name === undefined || value === undefined ? [] : [[name, value]] };
    },
    truth: { "AUD-C1": "info" },
  },
  {
    name: "is right, and has preflights remembered for a week",
    answer: (asked) => ({ ...byApp(asked), headers: [...byApp(asked).headers!, ["Access-Control-Max-Age", "604800"]] }),
    truth: { "AUD-M2": "info" },
  },
  {
    name: "exposes everything beside credentials, where * is a name",
    answer: (asked) => ({ headers: [...byApp(asked).headers!, credentials, ["Access-Control-Expose-Headers", "*"]] }),
    truth: { "AUD-M3": "info" },
  },
  {
    name: "allows TRACE, which no page can use",
    answer: (asked) => ({ headers: [...byApp(asked).headers!, ["Access-Control-Allow-Methods", "GET, PUT, TRACE"]] }),
    truth: { "AUD-M4": "info" },
  },
  {
    name: "lets everybody in, inside a private network",
    answer: fixed(star),
    addressSpace: "local",
    truth: { "AUD-L1": "medium" },
  },
  {
    name: "lets everybody in, on the machine that asks: as it would where it is deployed",
    answer: fixed(star),
    addressSpace: "loopback",
    truth: { "AUD-L1": "info" },
  },
  {
    name: "repeats any origin without credentials, inside a private network",
    answer: ({ origin }) => ({ headers: grant(origin, true, false) }),
    addressSpace: "local",
    truth: { "AUD-R1": "medium" },
  },
  {
    name: "answers any Host by http, inside a private network",
    url: "http://printer.shop.com/status",
    answer: () => ({ body: "ready" }),
    addressSpace: "local",
    truth: { "AUD-L2": "low" },
  },
  {
    name: "checks the Host by http, inside a private network",
    url: "http://printer.shop.com/status",
    answer: ({ header }) => ({ status: header("Host") === null ? 200 : 421, body: "ready" }),
    addressSpace: "local",
    truth: {},
  },
];
