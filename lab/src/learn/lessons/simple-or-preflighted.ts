import type { Lesson } from "./lesson.ts";
import { setting } from "./setting.ts";

const json = { type: "application/json", text: '{"name":"Ada"}' };
const text = { type: "text/plain", text: "Ada" };
const allowed = ["Access-Control-Allow-Origin", "{{page}}"] as const;
const contentType = ["Access-Control-Allow-Headers", "Content-Type"] as const;

export const simpleOrPreflighted: Lesson = {
  id: "simple-or-preflighted",
  topic: "Simple or preflighted",
  title: "Why is OPTIONS sent before this request, and not before that one?",
  text: [
    "Some requests a page could always make, with a link or a form. They are sent at once. Anything more a server may never have met from a stranger’s page, so the browser asks first, with an `OPTIONS` request: the preflight.",
    'At once go `GET`, `HEAD` and `POST`, if the page sets no other headers than `Accept`, `Accept-Language`, `Content-Language`, a plain `Range`, and `Content-Type`, and if that is `text/plain`, `application/x-www-form-urlencoded` or `multipart/form-data`. A value of more than 128 bytes, or with characters such as `{` or `"`, needs a preflight all the same. Headers that the browser adds do not count. (A stream as body needs one too, and a listener to an upload’s progress.)',
    "Here the code posts JSON. Site B allows site A’s origin and the header `Content-Type`, on every answer.",
  ],
  stage: setting({
    request: { method: "POST", body: json },
    preflight: [204, allowed, contentType],
    actual: [200, allowed],
  }),
  question: "What gets to site B?",
  predictions: [
    {
      text: "The POST.",
      claim: { readable: true, arrives: ["POST B"] },
      why: "The method needs no preflight, but the body’s type does: `application/json` is none of the three that a form can send.",
    },
    {
      text: "An OPTIONS, and then the POST.",
      claim: { readable: true, arrives: ["OPTIONS B", "POST B"] },
      why: "`application/json` is none of the three types that a form can send. The browser asks whether `content-type` is allowed, and posts once site B has said so.",
    },
    {
      text: "An OPTIONS alone: site B does not list POST in `Access-Control-Allow-Methods`.",
      claim: { readable: false, arrives: ["OPTIONS B"] },
      why: "`GET`, `HEAD` and `POST` need no mention there, not even where something else needs a preflight.",
    },
  ],
  keep: "What a form could send goes out at once. For any other method, header or type the browser asks first.",
  step: {
    name: "CORS-safelisted request-header",
    url: "https://fetch.spec.whatwg.org/#cors-safelisted-request-header",
  },
  changes: [
    {
      text: "Post the same as `text/plain`.",
      stage: setting({
        request: { method: "POST", body: text },
        preflight: [204, allowed, contentType],
        actual: [200, allowed],
      }),
      claim: { readable: true, arrives: ["POST B"] },
      why: "A form can send that.",
    },
    {
      text: "Send it with `PUT`.",
      stage: setting({
        request: { method: "PUT", body: text },
        preflight: [204, allowed, contentType],
        actual: [200, allowed],
      }),
      claim: { readable: false, arrives: ["OPTIONS B"] },
      why: "`PUT` needs a preflight whatever it carries, and site B’s answer does not list it in `Access-Control-Allow-Methods`.",
    },
    {
      text: "Make it a GET with the header `Cache-Control: no-cache`.",
      stage: setting({
        request: { headers: [["Cache-Control", "no-cache"]] },
        preflight: [204, allowed, contentType],
        actual: [200, allowed],
      }),
      claim: { readable: false, arrives: ["OPTIONS B"] },
      why: 'A header of the page’s that is not among the few, however harmless, has to be listed. `cache: "no-cache"` instead of the header needs no preflight.',
    },
  ],
};
