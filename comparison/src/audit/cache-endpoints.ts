import type { Header } from "concors/protocol";
import type { Asked, Endpoint, Said } from "./endpoint.ts";
import { grant } from "./endpoint.ts";

const app = "https://app.shop.com";

const byApp = ({ origin }: Asked): Said => ({ headers: grant(origin, origin === app) });

const star: Header = ["Access-Control-Allow-Origin", "*"];

/** What caches are told, and what they make of it. */
export const cacheEndpoints: readonly Endpoint[] = [
  {
    name: "does not say Vary, and says public",
    answer: ({ origin }) => ({
      headers: [
        ...grant(origin, origin === app).filter(([name]) => name !== "Vary"),
        ["Cache-Control", "public, max-age=60"],
      ],
    }),
    truth: { "AUD-V1": "medium" },
    kind: "vary",
  },
  {
    name: "does not say Vary, and nothing of caches",
    answer: ({ origin }) => ({ headers: grant(origin, origin === app).filter(([name]) => name !== "Vary") }),
    truth: { "AUD-V1": "low" },
    kind: "vary",
  },
  {
    name: "says Vary to whom it lets in alone",
    answer: ({ origin }) => ({
      headers: [...(origin === app ? grant(origin, true) : []), ["Cache-Control", "max-age=60"]],
    }),
    truth: { "AUD-V1": "medium" },
    kind: "vary",
  },
  {
    name: "does not say Vary, and says no-store",
    answer: ({ origin }) => ({
      headers: [...grant(origin, origin === app).filter(([name]) => name !== "Vary"), ["Cache-Control", "no-store"]],
    }),
    truth: {},
  },
  {
    name: "has a cache before it that knows no origins",
    answer: ({ origin }) => ({
      headers: [
        ...grant(origin, origin === app).filter(([name]) => name !== "Vary"),
        ["Cache-Control", "public, max-age=60"],
        ["X-Cache", "MISS"],
      ],
    }),
    truth: { "AUD-V2": "medium" },
    kind: "cache",
  },
  {
    name: "has a cache before it that knows no origins, whatever Vary says",
    answer: (asked) => ({
      headers: [
        ...byApp(asked).headers!,
        ["Cache-Control", "public, max-age=60"],
        ["Cache-Status", "edge; fwd=uri-miss; stored"],
      ],
    }),
    truth: { "AUD-V2": "medium" },
    kind: "cache",
  },
  {
    name: "does not say Vary, and says that it is out of date when it comes",
    answer: ({ origin }) => ({
      headers: [
        ...grant(origin, origin === app).filter(([name]) => name !== "Vary"),
        ["Cache-Control", "no-cache"],
        ["Expires", "-1"],
      ],
    }),
    truth: { "AUD-V1": "low" },
    kind: "vary",
  },
  {
    name: "does not say Vary, and says until when it is fresh",
    answer: ({ origin }) => ({
      headers: [
        ...grant(origin, origin === app).filter(([name]) => name !== "Vary"),
        ["Date", "Sun, 01 Mar 2026 12:00:00 GMT"],
        ["Expires", "Sun, 01 Mar 2026 12:10:00 GMT"],
      ],
    }),
    truth: { "AUD-V1": "medium" },
    kind: "vary",
  },
  {
    name: "lets everybody in who names an origin, and does not say Vary",
    answer: ({ origin }) => ({ headers: [...(origin === null ? [] : [star]), ["Cache-Control", "max-age=60"]] }),
    truth: { "AUD-V1": "medium" },
    kind: "vary",
  },
  {
    name: "has a cache before it, and repeats any origin",
    answer: ({ origin }) => ({
      headers: [...grant(origin, true), ["Cache-Control", "public, max-age=60"], ["X-Cache", "MISS"]],
    }),
    truth: { "AUD-R1": "high", "AUD-V2": "medium" },
    kind: "cache",
  },
  {
    name: "prints the origin as it is into what caches keep",
    answer: ({ origin }) => ({
      headers: [["Cache-Control", "public, max-age=60"]],
      body: `<p>You come from ${origin ?? "nowhere"}</p>`,
    }),
    truth: { "AUD-V3": "medium" },
  },
];
