import type { PreflightCauseCode } from "../cause-code.ts";
import type { Evidence } from "../evidence.ts";
import { headerLines, originSent, redirectTarget } from "../evidence.ts";
import type { Message } from "../message.ts";
import { corsCheckStep, preflightStep } from "../spec-step.ts";
import { answerStatus, hostOf, pathOf, shortUrl } from "../words.ts";

const never = ({ request }: Evidence): string => `so the browser never sends the ${request.method}`;
const wanted = (): string => "a preflight must be answered 200 to 299";
const step = preflightStep.status;

const target = (evidence: Evidence): string => shortUrl(redirectTarget(evidence)?.href ?? "another URL");

/** Whoever refuses before CORS is looked at does not look at the origin; a policy does, and says so in `Vary`. */
function refuser(evidence: Evidence): string {
  const varied = headerLines(evidence, "Vary").join(",").toLowerCase().split(",");
  return varied.some((name) => name.trim() === "origin")
    ? `its answer depends on the origin, so most likely a CORS policy there does not allow ${originSent(evidence.exchange, evidence.request)}`
    : "something there, authentication or a firewall, refuses OPTIONS before CORS is looked at";
}

const simple = "A GET, HEAD or POST without headers of its own needs no preflight.";
const finalUrl = "Call the URL that it redirects to: the request itself may then be preflighted there.";

export const preflightMessages: Record<PreflightCauseCode, Message> = {
  "CORS-P01": {
    title: "The server does not handle OPTIONS",
    summary: (evidence) =>
      `The server answered the preflight ${answerStatus(evidence)}: it does not handle OPTIONS for ${pathOf(evidence.exchange?.url ?? "")}, ${never(evidence)}.`,
    wanted,
    step,
    about:
      "Before this request the browser asks with OPTIONS whether it may. The server knows no OPTIONS for this path (404, 405, 501), so nothing after it is sent. Chromium and Firefox then complain about a missing header, although the status is the reason.",
    server:
      "Answer the preflight with 204 and the headers below, before the router, and for every path that other origins use.",
    client: simple,
  },
  "CORS-P02": {
    title: "The server refuses the preflight without a log-in",
    summary: (evidence) =>
      evidence.exchange?.response?.status === 403
        ? `The server answered the preflight ${answerStatus(evidence)}: ${refuser(evidence)}, ${never(evidence)}.`
        : `The server answered the preflight ${answerStatus(evidence)}: it wants a log-in, which no preflight can carry, ${never(evidence)}.`,
    wanted,
    step,
    about:
      "A browser sends no cookies and no `Authorization` with a preflight, ever. A server that checks the user (or a firewall that checks the client) before it handles OPTIONS can never be called with anything that needs a preflight.",
    server:
      "Allow the origin, if a CORS policy refuses it. If not, answer OPTIONS before authentication: the CORS middleware comes first, and the request itself is still checked.",
    client: simple,
  },
  "CORS-P03": {
    title: "The server failed on the preflight",
    summary: (evidence) => `The server failed on the preflight with ${answerStatus(evidence)}, ${never(evidence)}.`,
    wanted,
    step,
    about: "OPTIONS made the application crash, or the gateway could not reach it.",
    server: "Look into the status; answering OPTIONS in the front server keeps preflights away from the application.",
    client: simple,
  },
  "CORS-P04": {
    title: "The preflight's status is not 2xx",
    summary: (evidence) =>
      `The preflight was answered ${answerStatus(evidence)}, where only 200 to 299 count, ${never(evidence)}.`,
    wanted,
    step,
    about: "Whatever its headers say, a preflight's answer has to have an ok status. 304 is none either.",
    server: "Answer the preflight with 204 and the headers below.",
    client: simple,
  },
  "CORS-P05": {
    title: "No Access-Control-Allow-Origin on the preflight",
    summary: (evidence) =>
      `The preflight was answered ${answerStatus(evidence)}, but without Access-Control-Allow-Origin, ${never(evidence)}.`,
    wanted: ({ origin, request }) =>
      request.credentials === "include" ? `must be ${origin}` : `must be ${origin} (or *)`,
    step: corsCheckStep.present,
    about:
      "Something answers OPTIONS (often the framework itself, with `Allow`), but not for CORS. Or the server knows the origin and does not allow it.",
    server: "Let the CORS middleware answer OPTIONS before the framework does, and allow the page's origin there.",
    client: simple,
  },
  "CORS-P06": {
    title: "The preflight is redirected to https",
    summary: (evidence) =>
      `The server redirects the preflight to https (${answerStatus(evidence)}), and a browser follows no redirect of a preflight: call ${target(evidence)}.`,
    wanted: () => "a preflight may not be redirected",
    step,
    about:
      "The page calls `http`, the server sends everyone to `https`, and redirects of preflights are never followed.",
    server: "Redirecting to https is right. Whoever may call http has to be answered before the redirect.",
    client: "Call the https URL.",
  },
  "CORS-P07": {
    title: "The preflight is redirected to the path with or without a slash",
    summary: (evidence) =>
      `The server redirects the preflight to ${pathOf(target(evidence))} (${answerStatus(evidence)}), and a browser follows no redirect of a preflight.`,
    wanted: () => "a preflight may not be redirected",
    step,
    about:
      "Frameworks and servers like to add or remove a slash at the end of a path; a preflight is never redirected.",
    server: "Serve both forms, or answer OPTIONS before the redirect.",
    client: finalUrl,
  },
  "CORS-P08": {
    title: "The preflight is redirected to a log-in",
    summary: (evidence) =>
      `The server redirects the preflight to a log-in at ${hostOf(target(evidence))} (${answerStatus(evidence)}); a preflight carries no cookies, ${never(evidence)}.`,
    wanted: () => "a preflight may not be redirected",
    step,
    about:
      "A preflight never carries cookies, so a server that checks the session first sends it to the log-in page, though the user is logged in.",
    server: "Answer OPTIONS before authentication; answer an API's unauthenticated requests with 401, not with a page.",
    client: simple,
  },
  "CORS-P09": {
    title: "The preflight is redirected",
    summary: (evidence) =>
      `The server redirects the preflight to ${target(evidence)} (${answerStatus(evidence)}), and a browser follows no redirect of a preflight.`,
    wanted: () => "a preflight may not be redirected",
    step,
    about: "Redirects of preflights are never followed.",
    server: "Answer OPTIONS before the redirect.",
    client: finalUrl,
  },
};
