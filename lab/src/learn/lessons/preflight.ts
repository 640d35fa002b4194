import type { Lesson } from "./lesson.ts";
import { setting } from "./setting.ts";
import { preflightStep } from "./steps.ts";

const allowed = ["Access-Control-Allow-Origin", "{{page}}"] as const;
const put = ["Access-Control-Allow-Methods", "PUT"] as const;
const request = { method: "PUT", headers: [["Authorization", "Bearer let-me-in"]] } as const;

export const preflight: Lesson = {
  id: "preflight",
  topic: "The preflight",
  title: "My token is right: why does OPTIONS get a 401?",
  text: [
    "A preflight asks one thing: may a page of this `Origin` send this method (`Access-Control-Request-Method`) with these headers (`Access-Control-Request-Headers`)? It names the headers and does not carry them. It has no body, no cookies and no login, whatever the code asked for.",
    "To say yes, the answer needs a status of 200 to 299, `Access-Control-Allow-Origin` as ever, and `Access-Control-Allow-Methods` and `Access-Control-Allow-Headers` for what was asked.",
    "Here the code sends `PUT` with a token that is right. Site B looks at the token first, on every request; whoever has none gets `401`. All its answers have the CORS headers.",
  ],
  stage: setting({
    request,
    preflight: [401, allowed, put, ["Access-Control-Allow-Headers", "Authorization"]],
    actual: [200, allowed],
  }),
  question: "What gets to site B?",
  predictions: [
    {
      text: "The OPTIONS with the token, and then the PUT.",
      claim: { readable: true, arrives: ["OPTIONS B", "PUT B"] },
      why: "The OPTIONS only says that there will be a header named `authorization`. Its value comes with the PUT.",
    },
    {
      text: "The PUT alone: with a token nobody has to ask.",
      claim: { readable: true, arrives: ["PUT B"] },
      why: "`PUT` needs a preflight, and `Authorization` too.",
    },
    {
      text: "The OPTIONS without the token, and nothing more.",
      claim: { readable: false, arrives: ["OPTIONS B"] },
      why: "The preflight carries no token, so it is answered with 401. That is no status of a yes, whatever its headers say, and the PUT is not sent.",
    },
  ],
  keep: "A preflight never carries a login: answer `OPTIONS` before you look for one. It gives nothing away, since it is about the request that may follow.",
  step: preflightStep,
  changes: [
    {
      text: "Answer OPTIONS before looking for the token.",
      stage: setting({
        request,
        preflight: [204, allowed, put, ["Access-Control-Allow-Headers", "Authorization"]],
        actual: [200, allowed],
      }),
      claim: { readable: true, arrives: ["OPTIONS B", "PUT B"] },
      why: "Now it is a yes, and the PUT brings the token.",
    },
    {
      text: "The same, without `Access-Control-Allow-Methods`.",
      stage: setting({
        request,
        preflight: [204, allowed, ["Access-Control-Allow-Headers", "Authorization"]],
        actual: [200, allowed],
      }),
      claim: { readable: false, arrives: ["OPTIONS B"] },
      why: "Of methods, only `GET`, `HEAD` and `POST` need no mention.",
    },
    {
      text: "The same, with `*` for the headers instead of `Authorization`.",
      stage: setting({
        request,
        preflight: [204, allowed, put, ["Access-Control-Allow-Headers", "*"]],
        actual: [200, allowed],
      }),
      claim: { readable: false, arrives: ["OPTIONS B"] },
      except: [
        {
          engines: ["chromium", "firefox", "webkit"],
          claim: { readable: true, arrives: ["OPTIONS B", "PUT B"] },
        },
      ],
      why: "By the standard `*` is every header but `Authorization`, which has to be named. Browsers let it pass so far: name it, and it does not matter.",
    },
  ],
};
