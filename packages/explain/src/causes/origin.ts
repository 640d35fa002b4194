import type { OriginCauseCode } from "../cause-code.ts";
import type { Evidence } from "../evidence.ts";
import { headerLines } from "../evidence.ts";
import type { Message } from "../message.ts";
import { originDifference, originMisspelling } from "../origin-difference.ts";
import { corsCheckStep } from "../spec-step.ts";
import { answerStatus, answerWords, foundValue, pagesWords, requestWords } from "../words.ts";

const header = "Access-Control-Allow-Origin";

function wantedOrigin({ origin, request }: Evidence): string {
  return request.credentials === "include" ? `must be ${origin}` : `must be ${origin} (or *)`;
}

const sendOneValue = "Answer with the page's origin, taken from a list of your own, and with `Vary: Origin`.";

export const originMessages: Record<OriginCauseCode, Message> = {
  "CORS-O01": {
    title: "No Access-Control-Allow-Origin",
    summary: (evidence) =>
      `${requestWords(evidence)} was answered ${answerStatus(evidence)} without ${header}, so ${pagesWords(evidence.origin)} may not read it.`,
    wanted: wantedOrigin,
    step: corsCheckStep.present,
    about:
      "The server answered, and its answer does not say that pages of other origins may read it. Usually CORS is not set up at all for this path, or the middleware that does it is mounted after the route.",
    server: sendOneValue,
    client: 'If the server is not yours, ask it from your own server. `mode: "no-cors"` would only hide the answer.',
  },
  "CORS-O02": {
    title: "An error without Access-Control-Allow-Origin",
    summary: (evidence) =>
      `${requestWords(evidence)} failed with ${answerStatus(evidence)}, and the error has no ${header}: the console speaks of CORS, but the ${evidence.exchange?.response?.status} is what to look into.`,
    wanted: wantedOrigin,
    step: corsCheckStep.present,
    about:
      "The request failed on the server, and errors there are answered without CORS headers: by a gateway, by an error handler outside the CORS middleware, or because nginx and Apache leave headers off errors unless told otherwise. Chromium does not even print the status.",
    server:
      "Look into the status first. Then send the header with errors as well: `always` in nginx and Apache, the CORS middleware before everything else in an application.",
    client: "Nothing.",
  },
  "CORS-O03": {
    title: "Another origin is allowed",
    summary: (evidence) =>
      `The server allows ${foundValue(evidence)} in ${answerWords(evidence)}, but the page is at ${evidence.origin}: ${originDifference(evidence.failure.actual ?? "", evidence.origin)}.`,
    wanted: wantedOrigin,
    step: corsCheckStep.equal,
    about:
      "The header names one origin, and it is not the page's. Scheme, host and port have to be equal: `http` and `https`, `localhost` and `127.0.0.1`, with and without `www` are different origins. A cache that keeps one origin's answer and gives it to another does this too.",
    server: sendOneValue,
    client: "Open the page at the origin that is allowed.",
  },
  "CORS-O04": {
    title: "The origin is misspelt",
    summary: (evidence) =>
      `${header} is ${foundValue(evidence)}, not ${evidence.origin}: ${originMisspelling(evidence.failure.actual ?? "", evidence.origin) ?? "it is not written as a browser writes it"}.`,
    wanted: wantedOrigin,
    step: corsCheckStep.equal,
    about:
      "The value is compared with the request's `Origin` byte for byte. A slash at the end, a path, a default port, an upper-case letter or quotes make it another value.",
    server: "Write the origin as the browser does: scheme, host, and the port unless it is the scheme's default.",
    client: "Nothing.",
  },
  "CORS-O05": {
    title: "A list of origins",
    summary: (evidence) =>
      `${header} lists several origins (${foundValue(evidence)}); it may hold only one, so no page may read the answer.`,
    wanted: wantedOrigin,
    step: corsCheckStep.equal,
    about: "The header cannot hold a list, whether commas, spaces or semicolons are between the origins.",
    server: `Keep the list on the server. ${sendOneValue}`,
    client: "Nothing.",
  },
  "CORS-O06": {
    title: "Access-Control-Allow-Origin sent twice",
    summary: (evidence) =>
      `The answer has ${headerLines(evidence, header).length} ${header} lines (${headerLines(evidence, header)
        .map((value) => value || "an empty one")
        .join(" and ")}); two layers add one each, and only one is allowed.`,
    wanted: () => "must be one line",
    step: corsCheckStep.equal,
    about:
      "Two lines are joined to one value, `a, b`, which equals no origin, even if both say the same. One comes from the application, the other from the server in front of it (nginx, Apache, a gateway, a CDN).",
    server:
      "Let one layer do CORS: take it out of the application, or have the front drop the application's header (`proxy_hide_header` in nginx, `Header unset` in Apache).",
    client: "Nothing.",
  },
  "CORS-O07": {
    title: "A pattern instead of an origin",
    summary: (evidence) =>
      `${header} is the pattern ${foundValue(evidence)}; browsers know no patterns there, only one origin or * alone.`,
    wanted: wantedOrigin,
    step: corsCheckStep.equal,
    about: "`https://*.example.com` and the like are for the server's own list; as a header value they match nothing.",
    server: `Match the pattern on the server. ${sendOneValue}`,
    client: "Nothing.",
  },
  "CORS-O08": {
    title: "Not an origin",
    summary: (evidence) =>
      evidence.failure.actual === ""
        ? `${header} is empty in ${answerWords(evidence)}, so ${pagesWords(evidence.origin)} may not read it.`
        : `${header} is ${foundValue(evidence)}, which is not an origin, so ${pagesWords(evidence.origin)} may not read it.`,
    wanted: wantedOrigin,
    step: corsCheckStep.equal,
    about: "The value is empty, `true`, a host without a scheme, or something else that no browser sends as `Origin`.",
    server: sendOneValue,
    client: "Nothing.",
  },
  "CORS-O09": {
    title: "The page has no origin",
    summary: (evidence) =>
      evidence.failure.actual === null
        ? `The page has no origin of its own, so the browser sends Origin: null, and the server's answer has no ${header}.`
        : `The page has no origin of its own, so the browser sends Origin: null, which ${foundValue(evidence)} does not cover.`,
    wanted: () => "must be * (never allow null: any page can have it)",
    step: corsCheckStep.equal,
    about:
      "A page in a sandboxed frame, or opened from a file, has an opaque origin. It is sent as `null`, and every site can make a page with that origin.",
    server: "Do not allow `null`: it lets in every page there is.",
    client: "Serve the file over http, or give the frame `allow-same-origin` if its content is yours.",
  },
  "CORS-O10": {
    title: "null is allowed instead of the page's origin",
    summary: (evidence) => `${header} is null, which names pages without an origin, not ${evidence.origin}.`,
    wanted: wantedOrigin,
    step: corsCheckStep.equal,
    about:
      "`null` is no wildcard. It allows sandboxed frames of any site, and not the page. Some servers send it for origins that they do not know: then the page's origin is missing from their list.",
    server: `Add the page's origin to the list, and send no header instead of \`null\`. ${sendOneValue}`,
    client: "Nothing.",
  },
};
