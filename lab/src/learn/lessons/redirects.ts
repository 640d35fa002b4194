import type { Lesson } from "./lesson.ts";
import { setting } from "./setting.ts";

const allowed = ["Access-Control-Allow-Origin", "{{page}}"] as const;

export const redirects: Lesson = {
  id: "redirects",
  topic: "Redirects",
  title: "Both servers allow my page: why does the redirect fail?",
  text: [
    "`fetch` follows redirects by itself, and every answer of another origin on the way has to allow the page: the redirect as well as what is at its end.",
    "When another origin than the page’s sends the request on to a third, `Origin` becomes `null`. The page did not ask the third site: someone else sent its request there. The third site is not to take it for the page’s own.",
    "Here site B redirects to site C. Both allow site A’s origin.",
  ],
  stage: setting({ redirect: [302, allowed], redirected: [200, allowed] }),
  question: "What comes of it?",
  predictions: [
    {
      text: "The script reads site C’s answer.",
      claim: { readable: true, arrives: ["GET B", "GET C"] },
      why: "Site C allows site A’s origin, but the request it got says `null`.",
    },
    {
      text: "An error at site C, although it answered.",
      claim: { readable: false, arrives: ["GET B", "GET C"] },
      why: "The request to site C says `Origin: null`, and site A’s origin is not that.",
    },
    {
      text: "An error at site B: its redirect leads elsewhere.",
      claim: { readable: false, arrives: ["GET B"] },
      why: "The redirect itself allows the page, so it is followed.",
    },
  ],
  keep: "Best is to fetch the last address at once. A redirect needs the headers, too; and if it leads from one foreign origin to another, what is at its end has to allow `*`.",
  step: { name: "serializing a request origin", url: "https://fetch.spec.whatwg.org/#serializing-a-request-origin" },
  changes: [
    {
      text: "Let site C allow `*`.",
      stage: setting({ redirect: [302, allowed], redirected: [200, ["Access-Control-Allow-Origin", "*"]] }),
      claim: { readable: true, arrives: ["GET B", "GET C"] },
      why: "Without credentials `*` covers `null` as well.",
    },
    {
      text: "The same, without the header on the redirect.",
      stage: setting({ redirect: [302], redirected: [200, ["Access-Control-Allow-Origin", "*"]] }),
      claim: { readable: false, arrives: ["GET B"] },
      why: "Site C is never asked. This is why a server that redirects to `https:` or to an address with a slash has to send its CORS headers first.",
    },
  ],
};
