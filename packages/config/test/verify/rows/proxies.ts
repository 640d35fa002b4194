import type { Row } from "../serve.ts";

/** Asked of every server whose password, limits and names are none of its user's configuration. */
export const rowsOfProxies: Readonly<Record<string, Row>> = {
  "a body that is too large": {
    answers: [{ path: "/ok", status: 413, method: "POST", body: "a".repeat(2000) }],
    preflights: ["/ok"],
  },
  "another name, and an application that says nothing itself": {
    facts: { name: "cors_api", upstreamSendsCors: false },
    answers: [{ path: "/ok", status: 200 }],
    preflights: ["/ok"],
  },
  "a password": {
    answers: [{ path: "/private", status: 401 }],
    preflights: ["/private"],
  },
};
