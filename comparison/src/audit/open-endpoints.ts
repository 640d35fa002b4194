import type { Endpoint } from "./endpoint.ts";
import { comparing, grant } from "./endpoint.ts";

const app = "https://app.shop.com";
const isApp = (origin: string): boolean => origin === app;

/** Comparisons of an origin, each wrong in its own way, and right ones. */
export const openEndpoints: readonly Endpoint[] = [
  comparing("repeats any origin, with credentials", () => true, { "AUD-R1": "high" }, "reflect"),
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
    name: "repeats any origin; the cookie of its form is SameSite=Lax, and that of the session was set elsewhere",
    answer: ({ header, origin }) => ({
      headers: [...grant(origin, true), ["Set-Cookie", "csrf=1; SameSite=Lax; Secure"]],
      body: header("Cookie") === null ? "guest" : "Ada",
    }),
    options: { credentials: [["Cookie", "session=0123456789abcdef"]] },
    truth: { "AUD-R1": "critical" },
    kind: "reflect",
  },
  {
    name: "repeats any origin; its cookie is SameSite=Lax, and browsers send its password",
    answer: ({ header, origin }) => ({
      headers: [...grant(origin, true), ["Set-Cookie", "seen=1; SameSite=Lax; Secure"]],
      body: header("Authorization") === null ? "guest" : "Ada",
    }),
    options: { credentials: [["Authorization", "Basic QWRhOjAxMjM0NTY3ODk="]] },
    truth: { "AUD-R1": "critical" },
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
  comparing("lets null in", (origin) => origin === "null" || isApp(origin), { "AUD-N1": "high" }, "null"),
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
  comparing("lets in what starts with an origin", (origin) => origin.startsWith(app), { "AUD-P1": "high" }, "prefix"),
  comparing(
    "has an expression without an end",
    (origin) => /^https:\/\/(app|www)\.shop\.com/.test(origin),
    { "AUD-P1": "high" },
    "prefix",
  ),
  comparing(
    "lets one name in with any ending",
    (origin) => /^https:\/\/app\.shop\.\w+$/.test(origin),
    { "AUD-P1": "high" },
    "prefix",
  ),
  comparing(
    "lets in what starts with the scheme and the first label",
    (origin) => origin.startsWith("https://app"),
    { "AUD-P1": "high" },
    "prefix",
  ),
  comparing(
    "asks whether the second label is the name",
    (origin) => origin.split(".")[1] === "shop",
    { "AUD-S2": "high" },
    "prefix",
  ),
  comparing("lets in what has a name in it", (origin) => origin.includes("shop.com"), { "AUD-S2": "high" }, "prefix"),
  comparing(
    "lets in what has the name of a shop in it, with whatever ending",
    (origin) => origin.includes("shop"),
    { "AUD-S2": "high" },
    "prefix",
  ),
  comparing(
    "has an expression without beginning or end",
    (origin) => /shop.com/.test(origin),
    { "AUD-S2": "high" },
    "prefix",
  ),
  comparing("lets in what ends with a name", (origin) => origin.endsWith("shop.com"), { "AUD-S1": "high" }, "suffix"),
  comparing("forgot the beginning of an expression", (origin) => /(api|app)\.shop\.com$/.test(origin), {
    "AUD-U1": "medium",
    "AUD-H1": "medium",
  }),
  comparing(
    "forgot to escape a dot",
    (origin) => /^https:\/\/app.shop\.com$/.test(origin),
    { "AUD-D1": "high" },
    "dot",
  ),
  comparing("asks whether what is allowed starts with the origin", (origin) => app.startsWith(origin), {
    "AUD-S3": "high",
  }),
  comparing(
    "lets every subdomain in",
    (origin) => /^https:\/\/([a-z0-9-]+\.)+shop\.com$/.test(origin),
    { "AUD-U1": "medium" },
    "subdomain",
  ),
  comparing(
    "lets every subdomain in whose name has letters alone",
    (origin) => /^https:\/\/[a-z]+\.shop\.com$/.test(origin),
    { "AUD-U1": "medium" },
    "subdomain",
  ),
  comparing(
    "lets every subdomain in whose name has letters alone, and forgot to escape the dot behind it",
    (origin) => /^https:\/\/[a-z]+.shop\.com$/.test(origin),
    { "AUD-S1": "high" },
    "suffix",
  ),
  comparing(
    "lets every subdomain of one name in",
    (origin) => isApp(origin) || origin.endsWith(".app.shop.com"),
    { "AUD-U1": "medium" },
    "subdomain",
  ),
  comparing(
    "takes an underscore for the end of a name",
    (origin) => /^https:\/\/app\.shop\.com(?:[^a-z0-9.-].*)?$/.test(origin),
    { "AUD-X1": "high", "AUD-O1": "low" },
    "underscore",
  ),
  comparing(
    "takes a dollar sign for the end of a name",
    (origin) => /^https:\/\/app\.shop\.com(?:[^\w.:@#-].*)?$/.test(origin),
    { "AUD-X2": "medium" },
    "characters",
  ),
  comparing(
    "takes a percent sign alone for the end of a name",
    (origin) => /^https:\/\/app\.shop\.com(?:%.*)?$/.test(origin),
    { "AUD-X3": "info" },
  ),
  comparing("takes a user name for the host", (origin) => /^https:\/\/app\.shop\.com(?:@.*)?$/.test(origin), {
    "AUD-X4": "info",
  }),
  comparing("two flaws, two findings: no end, and null", (origin) => origin === "null" || origin.startsWith(app), {
    "AUD-P1": "high",
    "AUD-N1": "high",
  }),
  comparing("lets one origin in, and is right", isApp, {}),
  comparing(
    "lets in two names that are its own, one the beginning of the other",
    (origin) => isApp(origin) || origin === "https://app.shop.co",
    {},
  ),
  {
    name: "lets nobody in, and knows nothing of CORS",
    answer: () => ({}),
    truth: {},
  },
];
