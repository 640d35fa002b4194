import type { Exchange, Trace } from "@concors/browser/engine";
import { get } from "concors/protocol";
import { interestingHeaders } from "../notes.ts";
import { listWords, shortUrl, statusWords } from "../words.ts";
import type { Facts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { notReached, possible, ruledOut, unknown } from "./finding.ts";

/** Whether the server permits the request before it is sent. */
export function preflightFinding({ exchanges }: Trace): Finding {
  const preflights = exchanges.filter(({ kind }) => kind === "preflight");
  if (preflights.length === 0) {
    return exchanges.length === 0 ? notReached : ruledOut("none is needed");
  }
  const failed = preflights.find(({ checks }) => checks.some(({ failure }) => failure !== null));
  if (failed !== undefined) return notReached;
  const statuses = preflights.map(({ response }) => statusWords(response?.status ?? 0, response?.statusText ?? ""));
  return ruledOut(`it was answered ${listWords([...new Set(statuses)])}, and permits the request`);
}

/** Whether the answers to the request itself, redirects among them, allow the page. */
export function actualFinding({ exchanges, outcome }: Trace): Finding {
  const actual = exchanges.filter(({ kind }) => kind === "actual");
  const last = actual.at(-1);
  if (!outcome.ok || last === undefined) return notReached;
  if (actual.length === 1) return ruledOut(`${statusWords(outcome.status)} allows the page`);
  const login = /\b(?:log-?in|sign-?in|sso|oauth2?|auth)\b/i.test(last.url);
  return login
    ? possible(`it was redirected to ${shortUrl(last.url)}, which looks like a log-in`)
    : ruledOut(
        `the answer and ${actual.length - 1} redirect${actual.length === 2 ? "" : "s"} before it allow the page`,
      );
}

/** Whether the body can be read once the headers allow it. */
export function bodyFinding({ exchanges, outcome, request }: Trace, { body, destination = "fetch" }: Facts): Finding {
  if (!outcome.ok) return notReached;
  if (outcome.type === "opaque" || request.method === "HEAD") return ruledOut("the page reads none");
  if (body === undefined) return unknown("nobody read it");
  if (!body.ok) return possible(`it cannot be read to its end in other engines: ${body.detail}`);
  const type = get(exchanges.at(-1)?.response?.headers ?? [], "Content-Type") ?? "";
  const isHtml = body.looksLike === "html" || type.startsWith("text/html");
  if (isHtml && (destination === "fetch" || destination === "xhr")) {
    return possible("it is HTML, a log-in or an error page perhaps: response.json() fails on it with a SyntaxError");
  }
  return ruledOut(body.isWhole ? `${body.bytes} bytes could be read` : `its first ${body.bytes} bytes could be read`);
}

/** Whether the page sees every header that arrived. */
export function exposureFinding({ outcome }: Trace): Finding {
  if (!outcome.ok) return notReached;
  if (outcome.type !== "cors")
    return ruledOut(outcome.type === "basic" ? "it is of the page's own origin" : "the page sees none");
  const hidden = interestingHeaders(outcome.hidden);
  return hidden.length === 0
    ? ruledOut("every header that arrived is exposed, or of no use to a page")
    : possible(`the page reads null for ${listWords(hidden)}`);
}

/** Whether an answer that was cached for somebody else may be used for this page. */
export function cacheFinding({ exchanges, outcome }: Trace): Finding {
  const last = exchanges.findLast(({ kind, response }) => kind === "actual" && response !== null);
  if (!outcome.ok || last === undefined) return notReached;
  if (outcome.type !== "cors") return ruledOut("the answer does not depend on the origin");
  return cacheFindingOf(last.response!.headers);
}

function cacheFindingOf(headers: NonNullable<Exchange["response"]>["headers"]): Finding {
  const allowOrigin = get(headers, "Access-Control-Allow-Origin");
  if (allowOrigin === "*") return ruledOut("the answer is the same for every origin (*)");
  if (/\bno-store\b/i.test(get(headers, "Cache-Control") ?? ""))
    return ruledOut("it is not stored (Cache-Control: no-store)");
  const vary = (get(headers, "Vary") ?? "").split(",").map((name) => name.trim().toLowerCase());
  if (vary.includes("*") || vary.includes("origin")) {
    return ruledOut("Vary: Origin keeps it apart, if answers without Access-Control-Allow-Origin have it too");
  }
  return possible(
    "the answer names an origin and has no Vary: Origin: a cache may give it to another page, and Chromium may use what an <img> left in its cache, without asking",
  );
}
