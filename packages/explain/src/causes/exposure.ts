import type { ExposureCauseCode } from "../cause-code.ts";
import type { Message } from "../message.ts";
import { otherStep } from "../spec-step.ts";
import { foundValue, requestWords } from "../words.ts";

/** An answer that arrives and may be had, but not all of it, or not by scripts. */
export const exposureMessages: Record<ExposureCauseCode, Message> = {
  "CORS-X01": {
    title: "A header that is not exposed",
    summary: (evidence) =>
      `The page may read the answer to ${requestWords(evidence)}, but not its ${foundValue(evidence)}: Access-Control-Expose-Headers does not name it.`,
    wanted: (evidence) => `must list ${foundValue(evidence)}`,
    step: otherStep.exposedHeaders,
    about:
      "Of an answer of another origin a page reads Cache-Control, Content-Language, Content-Length, Content-Type, Expires, Last-Modified and Pragma, and what `Access-Control-Expose-Headers` names; any other header is null to it, though developer tools show it. Only Chromium says so, and of an XMLHttpRequest alone.",
    server:
      "Name the header in `Access-Control-Expose-Headers`, on the answer itself; `*` names all, unless credentials are included.",
    client: "Nothing.",
  },
  "CORS-X02": {
    title: "A canvas that is tainted",
    summary: (evidence) =>
      `The image of ${requestWords(evidence)} was loaded without CORS: it is shown, and a canvas that it is drawn on cannot be read any more.`,
    wanted: (evidence) => `must name ${evidence.request.origin}, for an image with crossorigin`,
    step: otherStep.canvas,
    about:
      "An `<img>` without `crossorigin` may be of any server, and is shown; what is drawn of it on a canvas is not for scripts, so `getImageData`, `toBlob` and `toDataURL` throw a SecurityError. The answer's headers are not looked at: the request did not ask.",
    server:
      "Send `Access-Control-Allow-Origin` with the image; it has to be there for the image with `crossorigin` too.",
    client: 'Load the image with `crossorigin="anonymous"`, set before `src`.',
  },
  "CORS-X03": {
    title: "An opaque answer that is read",
    summary: (evidence) =>
      `The answer to ${requestWords(evidence)} arrives, and is opaque: with mode "no-cors" the page asked not to read it, so its body is empty to it.`,
    wanted: (evidence) => `must name ${evidence.request.origin}, for a fetch without mode "no-cors"`,
    step: otherStep.opaqueResponse,
    about:
      '`mode: "no-cors"` does not turn CORS off: it gives up reading. The request is sent, and whatever comes back has the status 0, no headers and no body, so `json()` fails at the end of nothing. The console has no word of CORS.',
    server: "Send `Access-Control-Allow-Origin`; it is looked at once the page asks without `no-cors`.",
    client: 'Leave `mode: "no-cors"` out; what comes then is the reason it was put there.',
  },
};
