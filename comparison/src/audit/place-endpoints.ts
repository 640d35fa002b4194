import type { Endpoint } from "./endpoint.ts";
import { comparing, grant, letting } from "./endpoint.ts";

const app = "https://app.shop.com";
const isApp = (origin: string): boolean => origin === app;

/** Places that are let in, where somebody else may be: other schemes, shared hosting, the user's own machine and network. */
export const placeEndpoints: readonly Endpoint[] = [
  comparing(
    "lets every subdomain in, by http too",
    (origin) => /^https?:\/\/([a-z0-9-]+\.)*shop\.com$/.test(origin),
    { "AUD-U1": "medium", "AUD-H1": "medium" },
    "http",
  ),
  comparing(
    "lets its own site in by http",
    (origin) => isApp(origin) || origin === "http://app.shop.com",
    { "AUD-H1": "medium" },
    "http",
  ),
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
  comparing(
    "lets any origin of http in, and compares those of https",
    (origin) => isApp(origin) || origin.startsWith("http://"),
    { "AUD-R2": "high" },
    "http",
  ),
  {
    name: "lets in all of its neighbours on shared hosting",
    url: "https://shop.github.io/data.json",
    answer: letting((origin) => /^https:\/\/[a-z0-9-]+\.github\.io$/.test(origin)),
    truth: { "AUD-U2": "high" },
    kind: "hosting",
  },
  comparing(
    "lets in everything of a hosting service",
    (origin) => isApp(origin) || origin.endsWith(".vercel.app"),
    { "AUD-T1": "high" },
    "hosting",
  ),
  comparing(
    "lets in the previews of a project on a hosting service, by how their names begin",
    (origin) => isApp(origin) || /^https:\/\/shop-[a-z0-9-]+\.vercel\.app$/.test(origin),
    { "AUD-T1": "high" },
    "hosting",
  ),
  {
    name: "lets in its own previews on shared hosting, by how their names begin",
    url: "https://shop.vercel.app/data.json",
    answer: letting((origin) => /^https:\/\/shop(?:-[a-z0-9-]+)?\.vercel\.app$/.test(origin)),
    truth: { "AUD-U2": "high" },
    kind: "hosting",
  },
  {
    name: "lets in its own previews on shared hosting, by how their names end",
    url: "https://shop.netlify.app/data.json",
    answer: letting((origin) => /^https:\/\/(?:[a-z0-9-]+--)?shop\.netlify\.app$/.test(origin)),
    truth: {},
  },
  comparing(
    "lets in what starts with http://127.0.0.1",
    (origin) => isApp(origin) || origin.startsWith("http://127.0.0.1"),
    { "AUD-H3": "high" },
    "localhost-prefix",
  ),
  comparing(
    "lets in what starts with http://192.168.",
    (origin) => isApp(origin) || origin.startsWith("http://192.168."),
    { "AUD-H3": "high" },
    "localhost-prefix",
  ),
  comparing(
    "lets in any address of a private network",
    (origin) => isApp(origin) || /^http:\/\/192\.168\.\d{1,3}\.\d{1,3}(?::\d+)?$/.test(origin),
    { "AUD-H1": "medium" },
    "http",
  ),
  comparing(
    "lets in a developer's http://localhost:5173",
    (origin) => isApp(origin) || origin === "http://localhost:5173",
    { "AUD-H2": "medium" },
    "localhost",
  ),
  comparing(
    "lets in what starts with http://localhost",
    (origin) => isApp(origin) || origin.startsWith("http://localhost"),
    { "AUD-H3": "high" },
    "localhost-prefix",
  ),
  comparing(
    "lets in a developer's http://localhost:3000",
    (origin) => isApp(origin) || origin === "http://localhost:3000",
    { "AUD-H2": "medium" },
    "localhost",
  ),
  {
    name: "lets in a developer's http://localhost:3000; its cookie is SameSite=Strict",
    answer: ({ origin }) => ({
      headers: [
        ...grant(origin, origin === app || origin === "http://localhost:3000"),
        ["Set-Cookie", "session=1; SameSite=Strict; Secure"],
      ],
    }),
    truth: { "AUD-H2": "low" },
    kind: "localhost",
  },
  comparing(
    "lets in any port of localhost",
    (origin) => isApp(origin) || /^http:\/\/localhost(?::\d+)?$/.test(origin),
    { "AUD-H2": "medium" },
    "localhost",
  ),
  comparing(
    "lets in any port of its own host",
    (origin) => /^https:\/\/app\.shop\.com(?::\d+)?$/.test(origin),
    { "AUD-O1": "low" },
    "localhost",
  ),
  comparing(
    "lets in a developer's http://localhost:4200",
    (origin) => isApp(origin) || origin === "http://localhost:4200",
    { "AUD-H2": "medium" },
    "localhost",
  ),
  comparing(
    "lets in the user's own machine by its address of IPv6",
    (origin) => isApp(origin) || origin === "http://[::1]",
    { "AUD-H2": "medium" },
    "localhost",
  ),
  comparing(
    "lets in any port of its own host that has four digits",
    (origin) => /^https:\/\/app\.shop\.com(?::\d{4})?$/.test(origin),
    { "AUD-O1": "low" },
    "localhost",
  ),
  comparing(
    "lets in one other port of its own host",
    (origin) => isApp(origin) || origin === "https://app.shop.com:8443",
    {},
  ),
];
