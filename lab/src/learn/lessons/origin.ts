import type { Lesson } from "./lesson.ts";
import { setting } from "./setting.ts";

export const origin: Lesson = {
  id: "origin",
  topic: "The origin",
  title: "It is the same host: why is it cross-origin?",
  text: [
    "An origin is three things: scheme, host and port. `http://shop.example`, `https://shop.example` and `https://shop.example:8443` are three origins. The path is no part of it.",
    "A script may read what its own page's origin answers. What another origin answers it may read only if that answer says so: that is what CORS is for.",
    "Here site A and site B are two ports of one computer. Site B answers with `200 OK` and without any CORS header.",
  ],
  stage: setting({}),
  question: "Site A’s page fetches from site B. What does its script get?",
  predictions: [
    {
      text: "The answer: both are on one host.",
      claim: { readable: true, arrives: ["GET B"] },
      why: "The host is the same, the port is not, and all three have to be. Cookies do not look at the port: what is one site to them may be two origins to CORS.",
    },
    {
      text: "An error, although site B answered.",
      claim: { readable: false, arrives: ["GET B"] },
      why: "Another port is another origin. Site B got the request and answered it, but its answer has no `Access-Control-Allow-Origin`, so the browser keeps it from the script.",
    },
    {
      text: "An error, and site B is never asked.",
      claim: { readable: false, arrives: [] },
      why: "Whether the page may read is a header of the answer. To find it, the browser has to send the request.",
    },
  ],
  keep: "Same origin means same scheme, same host and same port. Nothing else is compared, and nothing less is enough.",
  step: { name: "HTML: same origin", url: "https://html.spec.whatwg.org/multipage/browsers.html#same-origin" },
  changes: [
    {
      text: "Fetch from site A itself.",
      stage: setting({ request: { to: "A" } }),
      claim: { readable: true, arrives: ["GET A"] },
      why: "It is the page’s own origin: CORS has no part in it.",
    },
    {
      text: "Let site B allow site A’s origin.",
      stage: setting({ actual: [200, ["Access-Control-Allow-Origin", "{{page}}"]] }),
      claim: { readable: true, arrives: ["GET B"] },
      why: "That is the whole of it, for a request like this one.",
    },
    {
      text: "Write the same origin with a slash at its end.",
      stage: setting({ actual: [200, ["Access-Control-Allow-Origin", "{{page}}/"]] }),
      claim: { readable: false, arrives: ["GET B"] },
      why: "The value is compared byte by byte with `Origin`, which has no path, not even an empty one.",
    },
  ],
};
