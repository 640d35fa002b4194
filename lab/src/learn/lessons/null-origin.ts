import type { Lesson } from "./lesson.ts";
import { setting } from "./setting.ts";

export const nullOrigin: Lesson = {
  id: "null-origin",
  topic: "The origin `null`",
  title: "My page’s origin is `null`. Do I allow that?",
  text: [
    "Some pages have an origin that cannot be written down: a frame with the `sandbox` attribute (without `allow-same-origin`), a `data:` URL, a file. Their requests carry `Origin: null`, and so does a request that another origin has redirected to a third.",
    "So `null` is nobody in particular: any page can put its code into a sandboxed frame. To allow `null` is to allow everyone, and with `Access-Control-Allow-Credentials: true` it is everyone, with the user’s cookies.",
    "Here site A’s page runs in a sandboxed frame. Site B allows site A’s origin.",
  ],
  stage: setting({ sandboxed: true, actual: [200, ["Access-Control-Allow-Origin", "{{A}}"]] }),
  question: "May the sandboxed page read the answer?",
  predictions: [
    {
      text: "Yes: it was loaded from site A.",
      claim: { readable: true, arrives: ["GET B"] },
      why: "Its address is site A’s, its origin is not. The sandbox takes that away; it is what it is for.",
    },
    {
      text: "No, and nothing is sent: a sandbox has no network.",
      claim: { readable: false, arrives: [] },
      why: "A sandboxed page may fetch as others do. It is only that it has no origin to be known by.",
    },
    {
      text: "No: its origin is not site A’s any more.",
      claim: { readable: false, arrives: ["GET B"] },
      why: "The request says `Origin: null`, and `null` is not site A’s origin.",
    },
  ],
  keep: "Do not allow `null`. Give the page an origin: serve the file from a server, or add `allow-same-origin` to the frame if you trust its code.",
  step: {
    name: "serializing an origin",
    url: "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin",
  },
  changes: [
    {
      text: "Allow `null`, to see that it works.",
      stage: setting({ sandboxed: true, actual: [200, ["Access-Control-Allow-Origin", "null"]] }),
      claim: { readable: true, arrives: ["GET B"] },
      why: "It does, for every page of the world that puts its code into a sandboxed frame.",
    },
    {
      text: "Allow `*` instead.",
      stage: setting({ sandboxed: true, actual: [200, ["Access-Control-Allow-Origin", "*"]] }),
      claim: { readable: true, arrives: ["GET B"] },
      why: "For data that is public this says what is meant, and it can never go together with credentials.",
    },
    {
      text: "Take the page out of the sandbox.",
      stage: setting({ actual: [200, ["Access-Control-Allow-Origin", "{{A}}"]] }),
      claim: { readable: true, arrives: ["GET B"] },
      why: "It has its origin back.",
    },
  ],
};
