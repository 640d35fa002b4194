import type { Header } from "concors/protocol";
import type { Asked, Endpoint, Said } from "./endpoint.ts";
import { grant } from "./endpoint.ts";

const app = "https://app.shop.com";

const byApp = ({ origin }: Asked): Said => ({ headers: grant(origin, origin === app) });

const star: Header = ["Access-Control-Allow-Origin", "*"];

/** What is meant, and what is there. */
export const policyEndpoints: readonly Endpoint[] = [
  {
    name: "lets in an origin more than its policy says",
    answer: ({ origin }) => ({ headers: grant(origin, origin === app || origin === "https://www.shop.com") }),
    options: { policy: { origins: [app], credentials: true } },
    truth: { "AUD-I1": "high" },
  },
  {
    name: "repeats any origin with credentials, where its policy lets everybody in without",
    answer: ({ origin }) => ({ headers: grant(origin, true) }),
    options: { policy: { origins: "*" } },
    truth: { "AUD-R1": "high" },
  },
  {
    name: "lets every subdomain in with credentials, where its policy means without",
    answer: ({ origin }) => ({ headers: grant(origin, /^https:\/\/[^/:]+\.shop\.com$/.test(origin ?? "")) }),
    options: { policy: { origins: ["https://*.shop.com"] } },
    truth: { "AUD-U1": "medium" },
  },
  {
    name: "lets everybody in without credentials, as its policy says",
    answer: () => ({ headers: [star] }),
    options: { policy: { origins: "*" } },
    truth: {},
  },
  ...(
    [
      ["lets in everything of a hosting service", /^https:\/\/[a-z0-9-]+\.vercel\.app$/, "AUD-T1"],
      ["lets in what starts with http://127.0.0.1", /^http:\/\/127\.0\.0\.1/, "AUD-H3"],
      ["lets in what starts with http://localhost", /^http:\/\/localhost/, "AUD-H3"],
      ["forgot to escape a dot", /^https:\/\/app.shop\.com$/, "AUD-D1"],
    ] as const
  ).map(([does, expression, code]): Endpoint => ({
    name: `${does}, which its policy does not mean: one finding`,
    answer: ({ origin }) => ({ headers: grant(origin, origin === app || expression.test(origin ?? "")) }),
    options: { policy: { origins: [app], credentials: true } },
    truth: { [code]: "high" },
  })),
  {
    name: "refuses an origin that its policy lets in",
    answer: byApp,
    options: { policy: { origins: [app, "https://admin.shop.com"], credentials: true } },
    truth: { "AUD-I2": "low" },
  },
  {
    name: "lets every subdomain in, as its policy says",
    answer: ({ origin }) => ({ headers: grant(origin, /^https:\/\/[^/:]+\.shop\.com$/.test(origin ?? "")) }),
    options: { policy: { origins: ["https://*.shop.com"], credentials: true } },
    truth: {},
  },
];
