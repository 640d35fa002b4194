import type { Lesson } from "./lesson.ts";
import { setting } from "./setting.ts";
import { corsCheckStep } from "./steps.ts";

const text = { type: "text/plain", text: '{"to":"mallory","amount":1000}' };

export const whatCorsIsNot: Lesson = {
  id: "what-cors-is-not",
  topic: "What CORS is not",
  title: "Does CORS protect my API?",
  text: [
    "CORS is for users, against pages: it decides which pages may read an answer in the user’s browser. It is no login and no firewall. `curl`, servers and apps ask what they like, with any `Origin` they like.",
    "Nor does it stop every request of a page. What a form could send is sent, with the user’s cookies where their rules let them; what the server does then is done, whether the page may read the answer or not. Against that (CSRF) there are `SameSite` cookies, tokens, and a server that looks at `Origin` or `Sec-Fetch-Site` before it acts.",
    "Here site A’s page posts a transfer as `text/plain`, with credentials. Site B sends no CORS headers.",
  ],
  stage: setting({ request: { method: "POST", body: text, credentials: "include" } }),
  question: "Does the transfer get to site B?",
  predictions: [
    {
      text: "Yes: only its answer is kept from the page.",
      claim: { readable: false, arrives: ["POST B"] },
      why: "A form could send the same, so it is sent at once. The page gets an error; site B got the transfer.",
    },
    {
      text: "No: CORS blocks it.",
      claim: { readable: false, arrives: [] },
      why: "The console says “blocked”, but what is blocked is reading. By the time the browser finds no permission in the answer, the transfer is made.",
    },
    {
      text: "No: the browser asks with OPTIONS first, and gets no yes.",
      claim: { readable: false, arrives: ["OPTIONS B"] },
      why: "For `application/json` it would. `text/plain` and `POST` need no preflight, and neither do cookies.",
    },
  ],
  keep: "CORS says who may read. Who may act is for your login, and for what you do against CSRF. What your own page may reach is for its Content-Security-Policy (`connect-src`), which is the page’s server’s to send, and not site B’s.",
  step: corsCheckStep,
  changes: [
    {
      text: "Post it as `application/json`.",
      stage: setting({
        request: { method: "POST", body: { ...text, type: "application/json" }, credentials: "include" },
      }),
      claim: { readable: false, arrives: ["OPTIONS B"] },
      why: "Now the browser asks first. An API that takes nothing but `application/json`, and allows no stranger, does not get it from a stranger’s page.",
    },
    {
      text: 'Post it with `mode: "no-cors"`.',
      stage: setting({ request: { method: "POST", body: text, credentials: "include", mode: "no-cors" } }),
      claim: { readable: false, arrives: ["POST B"] },
      why: "No error any more, and nothing to read either: the answer is opaque. It turns nothing off but the message.",
    },
  ],
};
