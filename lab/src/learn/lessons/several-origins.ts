import type { Lesson } from "./lesson.ts";
import { setting } from "./setting.ts";
import { corsCheckStep } from "./steps.ts";

const other = "https://other.example";

export const severalOrigins: Lesson = {
  id: "several-origins",
  topic: "Several origins",
  title: "How do I allow several origins, and what is `Vary` for?",
  text: [
    "`Access-Control-Allow-Origin` has one value: one origin, or `*`. A server with a list of origins looks at the request’s `Origin`, and answers with that one if it is on its list.",
    "Then the answer depends on who asks, and every cache on the way has to know it. That is what `Vary: Origin` says. It belongs on every answer of that address, also on those that allow nobody and on those to requests without `Origin`: or else a cache hands one page’s answer to another page.",
    "Here site B sends its whole list: site A’s origin, a comma, and `https://other.example`.",
  ],
  stage: setting({ actual: [200, ["Access-Control-Allow-Origin", `{{page}}, ${other}`]] }),
  question: "May site A’s page read the answer?",
  predictions: [
    {
      text: "Yes: its origin is on the list.",
      claim: { readable: true, arrives: ["GET B"] },
      why: "The browser knows no list there. It compares the whole value with the page’s origin, byte by byte.",
    },
    {
      text: "No: the value is not its origin.",
      claim: { readable: false, arrives: ["GET B"] },
      why: "The whole value is compared, and it is longer than any origin. Which origin is right only the server can choose, since it alone has the list.",
    },
    {
      text: "The browser asks with OPTIONS first, which of them is meant.",
      claim: { readable: true, arrives: ["OPTIONS B", "GET B"] },
      why: "Whether there is a preflight depends on the request alone, never on an answer that has not come yet.",
    },
  ],
  keep: "One origin in the header, taken from your list by the request’s `Origin`, and `Vary: Origin` on every answer. With `*` the answer is the same for everyone and needs no `Vary`.",
  step: corsCheckStep,
  changes: [
    {
      text: "Let site B choose by `Origin`, and say so with `Vary`.",
      stage: setting({ actual: [200, ["Access-Control-Allow-Origin", "{{page}}"], ["Vary", "Origin"]] }),
      claim: { readable: true, arrives: ["GET B"] },
      why: "This is what a list comes to.",
    },
    {
      text: "Leave `Vary` out, and let a cache before site B have the answer that the other page got.",
      stage: setting({ actual: [200, ["Access-Control-Allow-Origin", other], ["Age", "12"]] }),
      claim: { readable: false, arrives: ["GET B"] },
      why: "Site B would have allowed it, but was not asked. It works, and fails, by who came first.",
    },
    {
      text: "Send two lines, one for each origin.",
      stage: setting({
        actual: [200, ["Access-Control-Allow-Origin", "{{page}}"], ["Access-Control-Allow-Origin", other]],
      }),
      claim: { readable: false, arrives: ["GET B"] },
      why: "Lines of one name are one value, with commas between. So it fails too where a proxy and the application both send the header.",
    },
  ],
};
