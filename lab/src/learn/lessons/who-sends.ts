import { corsCheckStep } from "./steps.ts";
import type { Lesson } from "./lesson.ts";
import { setting } from "./setting.ts";

const asked = ["Access-Control-Allow-Origin", "*"] as const;

export const whoSends: Lesson = {
  id: "who-sends",
  topic: "Who sends what",
  title: "I control site A and site B. Which of them sends the header?",
  text: [
    "The code comes from site A and wants to read what site B answers. It is site B’s answer that is read, so site B has to allow it: with `Access-Control-Allow-Origin`, on its response. If the page could allow it to itself, every page could read everything.",
    "The browser stands between the two. It adds `Origin` to the request, which no script can set, and compares the header of the response with it.",
    "Many do it the other way round. Here the code of site A puts `Access-Control-Allow-Origin: *` on its request. Site B sends nothing of the kind.",
  ],
  stage: setting({ request: { headers: [asked] } }),
  question: "What comes of it?",
  predictions: [
    {
      text: "The script reads the answer: the header allows everyone.",
      claim: { readable: true, arrives: ["GET B"] },
      why: "On a request the header allows nothing. It is site B’s data, so it is site B’s to allow.",
    },
    {
      text: "Site B gets the GET, but the script may not read the answer.",
      claim: { readable: false, arrives: ["GET B"] },
      why: "Without the header it would be so. With it, things are worse: a header that pages do not send by themselves has to be allowed first.",
    },
    {
      text: "Site B is only asked whether it allows such a GET, and the GET is never sent.",
      claim: { readable: false, arrives: ["OPTIONS B"] },
      why: "The header allows nothing, and it is one more that site B has to allow: the browser asks for it with `OPTIONS`, gets no `Access-Control-Allow-Origin`, and stops there.",
    },
  ],
  keep: "`Origin` goes on the request, and the browser writes it. `Access-Control-Allow-Origin` goes on the response, and the server whose data is read writes it.",
  step: corsCheckStep,
  changes: [
    {
      text: "Take the header off the request.",
      stage: setting({}),
      claim: { readable: false, arrives: ["GET B"] },
      why: "The GET is sent at once, and its answer still allows nobody.",
    },
    {
      text: "Take it off the request, and put it on site B’s response, with site A’s origin.",
      stage: setting({ actual: [200, ["Access-Control-Allow-Origin", "{{page}}"]] }),
      claim: { readable: true, arrives: ["GET B"] },
      why: "This is the answer to the question above: site B allows site A.",
    },
  ],
};
