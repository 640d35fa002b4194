import type { Lesson } from "./lesson.ts";
import { setting } from "./setting.ts";

const allowed = ["Access-Control-Allow-Origin", "{{page}}"] as const;
const put = ["Access-Control-Allow-Methods", "PUT"] as const;
const request = { method: "PUT", times: 2 } as const;

export const cache: Lesson = {
  id: "cache",
  topic: "The preflight cache",
  title: "Why do I see OPTIONS only the first time?",
  text: [
    "A preflight costs a round trip, so browsers remember the yes: for as many seconds as `Access-Control-Max-Age` says, or five if it says nothing. It holds for this page’s origin and this URL alone, query and all, and a yes to a request without credentials does not hold for one with them.",
    "Chromium keeps it for two hours at most, Firefox for a day, WebKit for ten minutes. If the request then fails, the standard has them forget it.",
    "Here the code sends the same `PUT` twice. Site B allows it, with `Access-Control-Max-Age: 600`.",
  ],
  stage: setting({
    request,
    preflight: [204, allowed, put, ["Access-Control-Max-Age", "600"]],
    actual: [200, allowed],
  }),
  question: "What gets to site B?",
  predictions: [
    {
      text: "OPTIONS, PUT, OPTIONS, PUT.",
      claim: { readable: true, arrives: ["OPTIONS B", "PUT B", "OPTIONS B", "PUT B"] },
      why: "So it would be with a max-age of 0. The second PUT is covered by what the browser remembers.",
    },
    {
      text: "OPTIONS, PUT, PUT.",
      claim: { readable: true, arrives: ["OPTIONS B", "PUT B", "PUT B"] },
      why: "The first yes holds for ten minutes, so the second PUT needs no question.",
    },
    {
      text: "OPTIONS, PUT: the second answer comes from the cache.",
      claim: { readable: true, arrives: ["OPTIONS B", "PUT B"] },
      why: "Only the yes is remembered. Keeping answers is the HTTP cache’s work, and it keeps none to a PUT.",
    },
  ],
  keep: "`Access-Control-Max-Age: 7200` is as much as Chromium takes. When you take something back, browsers may go by the old yes for that long; the answer to the request itself is checked every time.",
  step: { name: "CORS-preflight cache", url: "https://fetch.spec.whatwg.org/#concept-cache" },
  changes: [
    {
      text: "Say 0 seconds.",
      stage: setting({
        request,
        preflight: [204, allowed, put, ["Access-Control-Max-Age", "0"]],
        actual: [200, allowed],
      }),
      claim: { readable: true, arrives: ["OPTIONS B", "PUT B", "OPTIONS B", "PUT B"] },
      why: "Nothing is remembered, and each PUT is asked for.",
    },
    {
      text: "Say nothing.",
      stage: setting({ request, preflight: [204, allowed, put], actual: [200, allowed] }),
      claim: { readable: true, arrives: ["OPTIONS B", "PUT B", "PUT B"] },
      why: "Five seconds are enough for two requests in a row.",
    },
  ],
};
