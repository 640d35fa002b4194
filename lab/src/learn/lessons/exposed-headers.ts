import type { Lesson } from "./lesson.ts";
import { setting } from "./setting.ts";

const allowed = ["Access-Control-Allow-Origin", "{{page}}"] as const;
const total = ["X-Total-Count", "42"] as const;

export const exposedHeaders: Lesson = {
  id: "exposed-headers",
  topic: "Exposed headers",
  title: "The developer tools show the header: why is it null in my code?",
  text: [
    "A script that may read an answer may not read all of its headers. Seven it always sees: `Cache-Control`, `Content-Language`, `Content-Length`, `Content-Type`, `Expires`, `Last-Modified` and `Pragma`. Any other one site B has to list, in `Access-Control-Expose-Headers`.",
    "The developer tools belong to the user, not to the page: they show all that came.",
    "Here site B allows site A’s origin and sends `X-Total-Count: 42`.",
  ],
  stage: setting({ actual: [200, allowed, total] }),
  question: 'What is `response.headers.get("X-Total-Count")`?',
  predictions: [
    {
      text: "null",
      claim: { readable: true, arrives: ["GET B"], header: ["X-Total-Count", null] },
      why: "The body and the seven can be read. This header is none of them and is not listed, so for the script it is not there.",
    },
    {
      text: '"42"',
      claim: { readable: true, arrives: ["GET B"], header: ["X-Total-Count", "42"] },
      why: "It came, but it is none of the seven, and site B does not list it.",
    },
    {
      text: "Nothing: the fetch fails.",
      claim: { readable: false, arrives: ["GET B"] },
      why: "The answer may be read. Headers that may not are left out of it, without an error or a word in the console.",
    },
  ],
  keep: "What scripts should read beyond the seven goes into `Access-Control-Expose-Headers`, on the response itself, not on the preflight’s. `Set-Cookie` no script ever sees.",
  step: { name: "CORS filtered response", url: "https://fetch.spec.whatwg.org/#concept-filtered-response-cors" },
  changes: [
    {
      text: "List it in `Access-Control-Expose-Headers`.",
      stage: setting({ actual: [200, allowed, total, ["Access-Control-Expose-Headers", "X-Total-Count"]] }),
      claim: { readable: true, arrives: ["GET B"], header: ["X-Total-Count", "42"] },
      why: "Upper and lower case are one.",
    },
    {
      text: "Expose `*`.",
      stage: setting({ actual: [200, allowed, total, ["Access-Control-Expose-Headers", "*"]] }),
      claim: { readable: true, arrives: ["GET B"], header: ["X-Total-Count", "42"] },
      why: "Without credentials the star is every header but `Set-Cookie`.",
    },
    {
      text: "Expose `*`, and fetch with credentials.",
      stage: setting({
        request: { credentials: "include" },
        actual: [
          200,
          allowed,
          ["Access-Control-Allow-Credentials", "true"],
          total,
          ["Access-Control-Expose-Headers", "*"],
        ],
      }),
      claim: { readable: true, arrives: ["GET B"], header: ["X-Total-Count", null] },
      why: "With credentials the star is only a star, here as well: the names have to be listed.",
    },
  ],
};
