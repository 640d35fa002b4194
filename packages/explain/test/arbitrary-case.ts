import { engineNames } from "@concors/browser/engine";
import type { EngineName } from "@concors/browser/engine";
import type { Header } from "concors/protocol";
import fc from "fast-check";
import type { Row } from "./play.ts";

/** The page that asks. */
export const origin = "https://app.example.com";

export const url = "https://api.example.com/items";

/** Values that servers send, and some that none should. */
const value = fc.oneof(
  fc.constantFrom(
    origin,
    `${origin}/`,
    "*",
    "null",
    "true",
    "",
    "PUT",
    "GET, PUT",
    "X-Custom",
    "https://b.example",
    "https://b.example/",
    "http://b.example",
    "https://*.example.com",
    "https://B.example",
    "https://b.example:443",
    "*, Authorization",
    "TRACE, put, *",
    "Cookie, Host, X-$http_host",
    "3600",
    "999999",
    "http:",
  ),
  fc.string({ unit: "binary-ascii", maxLength: 40 }),
);

const header: fc.Arbitrary<Header> = fc.tuple(
  fc.constantFrom(
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Origin",
    "access-control-allow-credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
    "Location",
    "Server",
    "X-Powered-By",
    "Vary",
    "Cross-Origin-Resource-Policy",
  ),
  value,
);

const answer = fc.record({
  status: fc.constantFrom(200, 204, 301, 302, 304, 307, 400, 401, 404, 405, 429, 500, 502),
  headers: fc.array(header, { maxLength: 6 }),
});

const init = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "patch", "DELETE"),
  credentials: fc.constantFrom("omit" as const, "include" as const),
  headers: fc.subarray<Header>([
    ["X-Custom", "1"],
    ["Content-Type", "application/json"],
    ["Authorization", "Bearer hidden"],
  ]),
});

/** A request of the page, whatever a server answers, and an engine. */
export const arbitraryCase: fc.Arbitrary<{ readonly row: Row; readonly engine: EngineName }> = fc
  .tuple(init, answer, answer, fc.constantFrom(...engineNames))
  .map(([asked, preflight, actual, engine]) => ({
    engine,
    row: {
      name: "",
      want: { code: null },
      url,
      init: asked,
      answers: { [`OPTIONS ${url}`]: preflight, [`${asked.method} ${url}`]: actual },
    },
  }));
