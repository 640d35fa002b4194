import type { RedirectCauseCode } from "../cause-code.ts";
import type { Evidence } from "../evidence.ts";
import { redirectTarget } from "../evidence.ts";
import type { Message } from "../message.ts";
import { corsCheckStep, redirectStep } from "../spec-step.ts";
import { answerStatus, foundValue, hostOf, requestWords, shortUrl } from "../words.ts";

const target = (evidence: Evidence): string => shortUrl(redirectTarget(evidence)?.href ?? "another URL");
const mustAllow = ({ origin }: Evidence): string => `a redirect must allow ${origin} too`;

const everyHop =
  "Every answer on the way has to allow the page's origin, redirects included: the page would learn from them where it was sent.";
const sendOnRedirects =
  "Send the CORS headers with redirects too: `always` in nginx and Apache, CORS first in an application.";
const callTarget = "Call the URL that it redirects to.";

export const redirectMessages: Record<RedirectCauseCode, Message> = {
  "CORS-R01": {
    title: "A redirect without Access-Control-Allow-Origin",
    summary: (evidence) =>
      `${requestWords(evidence)} is redirected to ${target(evidence)} (${answerStatus(evidence)}), and the redirect has no Access-Control-Allow-Origin, so the browser does not follow it.`,
    wanted: mustAllow,
    step: corsCheckStep.present,
    about: everyHop,
    server: sendOnRedirects,
    client: callTarget,
  },
  "CORS-R02": {
    title: "A redirect to https without Access-Control-Allow-Origin",
    summary: (evidence) =>
      `${requestWords(evidence)} is redirected to https without Access-Control-Allow-Origin (${answerStatus(evidence)}), so the browser does not follow it: call ${target(evidence)}.`,
    wanted: mustAllow,
    step: corsCheckStep.present,
    about: `The page calls \`http\`, and the server sends everyone to \`https\`. ${everyHop}`,
    server: "Redirecting to https is right. Pages have to call https.",
    client: "Call the https URL.",
  },
  "CORS-R03": {
    title: "A redirect for a slash without Access-Control-Allow-Origin",
    summary: (evidence) =>
      `${requestWords(evidence)} is redirected to ${target(evidence)}, only for the slash (${answerStatus(evidence)}), and the redirect has no Access-Control-Allow-Origin.`,
    wanted: mustAllow,
    step: corsCheckStep.present,
    about: `Frameworks and servers like to add or remove a slash at the end of a path. ${everyHop}`,
    server: `Serve both forms, or: ${sendOnRedirects}`,
    client: "Call the URL as the server writes it.",
  },
  "CORS-R04": {
    title: "A redirect to a log-in",
    summary: (evidence) =>
      evidence.exchange !== null && redirectTarget(evidence) !== null
        ? `The server sends the request to a log-in at ${hostOf(target(evidence))} (${answerStatus(evidence)}): it does not take the page's user for logged in.`
        : `The request ended at a log-in, ${shortUrl(evidence.exchange?.url ?? "")}, which does not allow other origins: the server does not take the page's user for logged in.`,
    wanted: mustAllow,
    step: corsCheckStep.present,
    about:
      "The request has no valid session, and the server answers as it would a person: with the log-in page, often of another host. CORS is what the console names, the missing session is the reason.",
    server: "Answer requests of an API that lack a session with 401 and the CORS headers, not with a redirect.",
    client:
      'Log in first, and send the session with the request: `credentials: "include"`, and cookies that may travel cross-site (`SameSite=None; Secure`), or a token in `Authorization`.',
  },
  "CORS-R05": {
    title: "The origin became null after a redirect",
    summary: (evidence) =>
      evidence.failure.actual === null
        ? `After a redirect from one other origin to the next the browser sends Origin: null, and ${shortUrl(evidence.exchange?.url ?? "")} answered without Access-Control-Allow-Origin.`
        : `After a redirect from one other origin to the next the browser sends Origin: null, so ${foundValue(evidence)} from ${hostOf(evidence.exchange?.url ?? "")} no longer matches.`,
    wanted: () => "the browser asks as null here; only * would do",
    step: redirectStep.origin,
    about:
      "When a request for origin B is redirected to origin C, C must not take B's wish for the page's, so the browser says `null`. Chromium prints the page's origin nevertheless, and its message contradicts itself.",
    server: "Do not redirect an API to another origin. Do not allow `null`: any page can have it.",
    client: "Call the final URL directly; or have the first one answer with the URL as data, and fetch that.",
  },
  "CORS-R06": {
    title: "A redirect to a URL with a user name or password",
    summary: (evidence) =>
      `${requestWords(evidence)} is redirected to a URL at ${evidence.failure.actual ?? "another host"} with a user name or password in it, which a cross-origin request may not follow.`,
    wanted: () => "must be a URL without user:password@",
    step: redirectStep.credentials,
    about: "`https://user:password@host/` is refused as the target of a cross-origin redirect.",
    server: "Redirect to a URL without them.",
    client: "Call the final URL, with `Authorization` if the server allows that header.",
  },
  "CORS-R07": {
    title: "A redirect to a URL that is not http or https",
    summary: (evidence) =>
      `${requestWords(evidence)} is redirected to a ${evidence.failure.actual ?? "strange"}: URL, which a request may not follow.`,
    wanted: () => "must be an http or https URL",
    step: redirectStep.scheme,
    about: "Only http and https URLs are followed.",
    server: "Redirect to an http or https URL.",
    client: "Nothing.",
  },
  "CORS-R08": {
    title: "Too many redirects",
    summary: (evidence) =>
      `${shortUrl(evidence.request.url)} was redirected more than 20 times; the server sends it in circles.`,
    wanted: () => "the 21st redirect is not followed",
    step: redirectStep.count,
    about: "A browser follows 20 redirects. More is a circle: often a cookie that is set and never sent back.",
    server: "End the circle.",
    client: "Nothing.",
  },
  "CORS-R09": {
    title: "A redirect, and the page wants none",
    summary: (evidence) =>
      `${requestWords(evidence)} was redirected (${answerStatus(evidence)}), and the page asked with redirect: "error".`,
    wanted: () => 'redirect: "error" takes no redirect',
    step: redirectStep.mode,
    about: 'The page said `redirect: "error"`.',
    server: "Nothing.",
    client: 'Leave `redirect: "error"` out, or call the URL that it redirects to.',
  },
  "CORS-R10": {
    title: "A redirect of a streamed body",
    summary: (evidence) =>
      `${requestWords(evidence)} was redirected (${answerStatus(evidence)}), and its body is a stream that cannot be sent again.`,
    wanted: () => "must be 303, or no redirect",
    step: redirectStep.body,
    about: "A stream can be read once; only a 303, which drops the body, can be followed.",
    server: "Do not redirect uploads.",
    client: "Send a Blob, a string or bytes, or call the final URL.",
  },
  "CORS-R11": {
    title: "A redirect to no URL",
    summary: (evidence) =>
      `${requestWords(evidence)} was redirected (${answerStatus(evidence)}) to something that is not a URL.`,
    wanted: () => "must be a URL",
    step: redirectStep.location,
    about: "`Location` cannot be parsed as a URL.",
    server: "Send a valid URL in `Location`.",
    client: "Nothing.",
  },
};
