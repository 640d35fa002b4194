import type { Header } from "concors/protocol";
import type { Endpoint } from "./endpoint.ts";
import { grant } from "./endpoint.ts";

const app = "https://app.shop.com";

const anyRequest: readonly Header[] = [
  ["Access-Control-Allow-Methods", "*"],
  ["Access-Control-Allow-Headers", "*"],
];

/** What preflights alone say. */
export const preflightEndpoints: readonly Endpoint[] = [
  {
    name: "allows one origin any method and header",
    answer: ({ method, origin }) => ({
      headers: [...grant(origin, origin === app, false), ...(method === "OPTIONS" ? anyRequest : [])],
    }),
    truth: { "AUD-W3": "info" },
  },
  {
    name: "repeats any origin in preflights alone, for the methods and headers that it lists",
    answer: ({ method, origin }) => ({
      headers:
        method === "OPTIONS"
          ? [
              ...grant(origin, true),
              ["Access-Control-Allow-Methods", "GET, POST, DELETE"],
              ["Access-Control-Allow-Headers", "Content-Type, Authorization"],
            ]
          : grant(origin, origin === app),
    }),
    truth: { "AUD-E2": "low" },
    kind: "elsewhere",
  },
  {
    name: "repeats any origin in preflights alone, for one header against forgery",
    answer: ({ method, origin }) => ({
      headers:
        method === "OPTIONS"
          ? [...grant(origin, true), ["Access-Control-Allow-Headers", "X-CSRF-Token"]]
          : grant(origin, origin === app),
    }),
    truth: { "AUD-E2": "low" },
    kind: "elsewhere",
  },
  {
    name: "repeats any origin in preflights alone, and allows it nothing",
    answer: ({ method, origin }) => ({ headers: grant(origin, method === "OPTIONS" || origin === app) }),
    truth: {},
  },
  {
    name: "allows everybody any method and header, without credentials",
    answer: ({ method }) => ({
      headers: [["Access-Control-Allow-Origin", "*"], ...(method === "OPTIONS" ? anyRequest : [])],
    }),
    truth: {},
  },
];
