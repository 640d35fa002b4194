import type { Endpoint } from "./endpoint.ts";
import { grant, letting } from "./endpoint.ts";

const app = "https://app.shop.com";
const isApp = (origin: string): boolean => origin === app;

/** Comparisons of an origin, each wrong in its own way, and right ones. */
export const openEndpoints: readonly Endpoint[] = [
  {
    name: "repeats any origin, with credentials",
    answer: letting(() => true),
    truth: { "AUD-R1": "high" },
    kind: "reflect",
  },
  {
    name: "repeats any origin, and tells a user's own from what everybody gets",
    answer: ({ header, origin }) => ({
      headers: grant(origin, true),
      body: header("Cookie") === null ? "guest" : "Ada, card ending in 4242",
    }),
    options: { credentials: [["Cookie", "session=0123456789abcdef"]] },
    truth: { "AUD-R1": "critical" },
    kind: "reflect",
  },
  {
    name: "repeats any origin; its cookie is SameSite=Lax",
    answer: ({ origin }) => ({ headers: [...grant(origin, true), ["Set-Cookie", "session=1; SameSite=Lax; Secure"]] }),
    truth: { "AUD-R1": "medium" },
    kind: "reflect",
  },
  {
    name: "repeats any origin, and no page attaches its bearer token",
    answer: ({ header, origin }) => ({
      headers: grant(origin, true),
      status: header("Authorization") === null ? 401 : 200,
    }),
    options: { credentials: [["Authorization", "Bearer 0123456789abcdef"]] },
    truth: { "AUD-R1": "medium" },
    kind: "reflect",
  },
  {
    name: "repeats any origin, without credentials",
    answer: ({ origin }) => ({ headers: grant(origin, true, false) }),
    truth: { "AUD-R1": "info" },
  },
  {
    name: "repeats any origin, and any header that is asked for",
    answer: ({ header, origin }) => ({
      headers: [
        ...grant(origin, true),
        ["Access-Control-Allow-Methods", header("Access-Control-Request-Method") ?? ""],
        ["Access-Control-Allow-Headers", header("Access-Control-Request-Headers") ?? ""],
      ],
    }),
    truth: { "AUD-R1": "high", "AUD-W4": "info" },
    kind: "reflect",
  },
  {
    name: "lets null in",
    answer: letting((origin) => origin === "null" || isApp(origin)),
    truth: { "AUD-N1": "high" },
    kind: "null",
  },
  {
    name: "names null to everybody",
    answer: () => ({
      headers: [
        ["Access-Control-Allow-Origin", "null"],
        ["Access-Control-Allow-Credentials", "true"],
      ],
    }),
    truth: { "AUD-N1": "high" },
    kind: "null",
  },
  {
    name: "lets in what starts with an origin",
    answer: letting((origin) => origin.startsWith(app)),
    truth: { "AUD-P1": "high" },
    kind: "prefix",
  },
  {
    name: "has an expression without an end",
    answer: letting((origin) => /^https:\/\/(app|www)\.shop\.com/.test(origin)),
    truth: { "AUD-P1": "high" },
    kind: "prefix",
  },
  {
    name: "lets in what has a name in it",
    answer: letting((origin) => origin.includes("shop.com")),
    truth: { "AUD-S2": "high" },
    kind: "prefix",
  },
  {
    name: "has an expression without beginning or end",
    answer: letting((origin) => /shop.com/.test(origin)),
    truth: { "AUD-S2": "high" },
    kind: "prefix",
  },
  {
    name: "lets in what ends with a name",
    answer: letting((origin) => origin.endsWith("shop.com")),
    truth: { "AUD-S1": "high" },
    kind: "suffix",
  },
  {
    name: "forgot the beginning of an expression",
    answer: letting((origin) => /(api|app)\.shop\.com$/.test(origin)),
    truth: { "AUD-U1": "medium", "AUD-H1": "medium" },
  },
  {
    name: "forgot to escape a dot",
    answer: letting((origin) => /^https:\/\/app.shop\.com$/.test(origin)),
    truth: { "AUD-D1": "high" },
    kind: "dot",
  },
  {
    name: "asks whether what is allowed starts with the origin",
    answer: letting((origin) => app.startsWith(origin)),
    truth: { "AUD-S3": "high" },
  },
  {
    name: "lets every subdomain in",
    answer: letting((origin) => /^https:\/\/([a-z0-9-]+\.)+shop\.com$/.test(origin)),
    truth: { "AUD-U1": "medium" },
    kind: "subdomain",
  },
  {
    name: "lets every subdomain of one name in",
    answer: letting((origin) => isApp(origin) || origin.endsWith(".app.shop.com")),
    truth: { "AUD-U1": "medium" },
    kind: "subdomain",
  },
  {
    name: "lets every subdomain in, by http too",
    answer: letting((origin) => /^https?:\/\/([a-z0-9-]+\.)*shop\.com$/.test(origin)),
    truth: { "AUD-U1": "medium", "AUD-H1": "medium" },
    kind: "http",
  },
  {
    name: "lets its own site in by http",
    answer: letting((origin) => isApp(origin) || origin === "http://app.shop.com"),
    truth: { "AUD-H1": "medium" },
    kind: "http",
  },
  {
    name: "lets its own site in by http, which browsers do not use any more there",
    url: "https://shop.com/v1/me",
    answer: ({ origin }) => ({
      headers: [
        ...grant(origin, origin === app || origin === "http://shop.com"),
        ["Strict-Transport-Security", "max-age=31536000; includeSubDomains"],
      ],
    }),
    truth: { "AUD-H1": "low" },
    kind: "http",
  },
  {
    name: "lets any origin of http in, and compares those of https",
    answer: letting((origin) => isApp(origin) || origin.startsWith("http://")),
    truth: { "AUD-R2": "high" },
    kind: "http",
  },
  {
    name: "takes an underscore for the end of a name",
    answer: letting((origin) => /^https:\/\/app\.shop\.com(?:[^a-z0-9.-].*)?$/.test(origin)),
    truth: { "AUD-X1": "high", "AUD-O1": "low" },
    kind: "underscore",
  },
  {
    name: "takes a dollar sign for the end of a name",
    answer: letting((origin) => /^https:\/\/app\.shop\.com(?:[^\w.:@#-].*)?$/.test(origin)),
    truth: { "AUD-X2": "medium" },
    kind: "characters",
  },
  {
    name: "takes a percent sign alone for the end of a name",
    answer: letting((origin) => /^https:\/\/app\.shop\.com(?:%.*)?$/.test(origin)),
    truth: { "AUD-X3": "info" },
  },
  {
    name: "takes a user name for the host",
    answer: letting((origin) => /^https:\/\/app\.shop\.com(?:@.*)?$/.test(origin)),
    truth: { "AUD-X4": "info" },
  },
  {
    name: "lets in all of its neighbours on shared hosting",
    url: "https://shop.github.io/data.json",
    answer: letting((origin) => /^https:\/\/[a-z0-9-]+\.github\.io$/.test(origin)),
    truth: { "AUD-U2": "high" },
    kind: "hosting",
  },
  {
    name: "lets in everything of a hosting service",
    answer: letting((origin) => isApp(origin) || origin.endsWith(".vercel.app")),
    truth: { "AUD-T1": "high" },
    kind: "hosting",
  },
  {
    name: "lets in what starts with http://localhost",
    answer: letting((origin) => isApp(origin) || origin.startsWith("http://localhost")),
    truth: { "AUD-H3": "high" },
    kind: "localhost-prefix",
  },
  {
    name: "lets in a developer's http://localhost:3000",
    answer: letting((origin) => isApp(origin) || origin === "http://localhost:3000"),
    truth: { "AUD-H2": "medium" },
    kind: "localhost",
  },
  {
    name: "lets in any port of localhost",
    answer: letting((origin) => isApp(origin) || /^http:\/\/localhost(?::\d+)?$/.test(origin)),
    truth: { "AUD-H2": "medium" },
    kind: "localhost",
  },
  {
    name: "lets in any port of its own host",
    answer: letting((origin) => /^https:\/\/app\.shop\.com(?::\d+)?$/.test(origin)),
    truth: { "AUD-O1": "low" },
    kind: "localhost",
  },
  {
    name: "two flaws, two findings: no end, and null",
    answer: letting((origin) => origin === "null" || origin.startsWith(app)),
    truth: { "AUD-P1": "high", "AUD-N1": "high" },
  },
  { name: "lets one origin in, and is right", answer: letting(isApp), truth: {} },
  {
    name: "lets nobody in, and knows nothing of CORS",
    answer: () => ({}),
    truth: {},
  },
];
