import type { Lesson } from "./lesson.ts";
import { setting } from "./setting.ts";
import { corsCheckStep } from "./steps.ts";

const everyone = ["Access-Control-Allow-Origin", "*"] as const;
const allowed = ["Access-Control-Allow-Origin", "{{page}}"] as const;
const withCredentials = ["Access-Control-Allow-Credentials", "true"] as const;

export const credentials: Lesson = {
  id: "credentials",
  topic: "Credentials and `*`",
  title: "`*` allows everyone: why not with cookies?",
  text: [
    'To another origin `fetch` sends no cookies unless the code says `credentials: "include"`. (With it they are sent as far as the browser’s rules for cookies let them.)',
    "An answer to a user’s cookies may hold what is for that user alone. So it takes more to let a page read it: `Access-Control-Allow-Credentials: true`, and the page’s origin by its name. `*` means nobody then, in all of the CORS headers: it is only a star.",
    "Here site B sends both `Access-Control-Allow-Origin: *` and `Access-Control-Allow-Credentials: true`.",
  ],
  stage: setting({ request: { credentials: "include" }, actual: [200, everyone, withCredentials] }),
  question: 'The code fetches with `credentials: "include"`. What comes of it?',
  predictions: [
    {
      text: "An error, although site B answered.",
      claim: { readable: false, arrives: ["GET B"] },
      why: "With credentials the header has to name the page’s origin, and `*` is no name. Site B got the request, cookies and all: only reading is forbidden.",
    },
    {
      text: "The script reads the answer.",
      claim: { readable: true, arrives: ["GET B"] },
      why: "If that were allowed, every page could read what this user sees at site B.",
    },
    {
      text: "An error, and nothing is sent: the browser keeps the cookies back.",
      claim: { readable: false, arrives: [] },
      why: "It cannot know the answer’s headers before there is one. Cookies by themselves need no preflight.",
    },
  ],
  keep: "With credentials: the origin by name, and `Access-Control-Allow-Credentials: true`. Take the name from a list of those you trust. Whoever repeats any `Origin` that comes has the star back, with the cookies.",
  step: corsCheckStep,
  changes: [
    {
      text: "Name site A’s origin.",
      stage: setting({ request: { credentials: "include" }, actual: [200, allowed, withCredentials] }),
      claim: { readable: true, arrives: ["GET B"] },
      why: "Both are there.",
    },
    {
      text: "Name it, and leave `Access-Control-Allow-Credentials` out.",
      stage: setting({ request: { credentials: "include" }, actual: [200, allowed] }),
      claim: { readable: false, arrives: ["GET B"] },
      why: "The name alone is not enough. The value has to be `true`, in lower case.",
    },
    {
      text: "Keep the star, and fetch without credentials.",
      stage: setting({ request: { credentials: "omit" }, actual: [200, everyone, withCredentials] }),
      claim: { readable: true, arrives: ["GET B"] },
      why: "What is answered to nobody in particular may be for everyone.",
    },
  ],
};
