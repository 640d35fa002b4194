import type { Asked, Endpoint, Said } from "./endpoint.ts";
import { grant } from "./endpoint.ts";

const app = "https://app.shop.com";

const open = ({ origin }: Asked): Said => ({ headers: grant(origin, true) });
const byBeginning = ({ origin }: Asked): Said => ({ headers: grant(origin, origin?.startsWith(app) === true) });
const byApp = ({ origin }: Asked): Said => ({ headers: grant(origin, origin === app) });

/** Servers that do not answer every request as they should. */
export const serverEndpoints: readonly Endpoint[] = [
  {
    name: "repeats any origin, and is too busy for every third request",
    answer: (asked) => (asked.at % 3 === 0 ? { status: 503 } : open(asked)),
    truth: { "AUD-R1": "high" },
  },
  {
    name: "repeats any origin, and fails at the first request",
    answer: (asked) => (asked.at === 1 ? { status: 500 } : open(asked)),
    truth: { "AUD-R1": "high" },
  },
  {
    name: "lets in what starts with an origin, and closes every sixth connection",
    answer: (asked) => (asked.at % 6 === 0 ? { isClosed: true } : byBeginning(asked)),
    truth: { "AUD-P1": "high" },
  },
  {
    name: "is two servers in turn, of which one repeats any origin",
    answer: (asked) => (asked.at % 2 === 0 ? open(asked) : byApp(asked)),
    truth: { "AUD-R1": "high" },
  },
  {
    name: "is right, and closes the connection of whatever is no GET",
    answer: (asked) => (asked.method === "GET" ? byApp(asked) : { isClosed: true }),
    truth: {},
  },
  {
    name: "is right, and fails whenever it refuses an origin",
    answer: (asked) => (asked.origin === null || asked.origin === app ? byApp(asked) : { status: 500 }),
    truth: {},
  },
];
