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
    name: "allows everybody any method and header, without credentials",
    answer: ({ method }) => ({
      headers: [["Access-Control-Allow-Origin", "*"], ...(method === "OPTIONS" ? anyRequest : [])],
    }),
    truth: {},
  },
];
