import {
  corsCheck,
  extractHeaderListValues,
  extractMaxAge,
  get,
  isCorsSafelistedMethod,
  isCorsSafelistedRequestHeader,
  isForbiddenMethod,
  isForbiddenRequestHeader,
  normalizeMethod,
} from "concors/protocol";
import type { ExtractableHeaderName } from "concors/protocol";
import type { AuditExchange } from "../exchange.ts";
import type { Draft, Inquiry } from "../inquiry.ts";
import { letsInByName, preflightReading } from "../reading.ts";

/** What a preflight asks for that no server has listed. */
const unlistedHeader = "x-concors-audit";

/** Asks what a page of nobody's may send. */
export async function checkPreflight(inquiry: Inquiry, stranger: string, isOpen: boolean): Promise<void> {
  const asked = await inquiry.conversation.preflight(stranger, "PUT", ["content-type", unlistedHeader]);
  if (asked === null) return;
  const exchange = preflightReading(asked) === "none" && !isOpen ? await withinItsLists(inquiry, asked) : asked;
  if (exchange === null) return;
  const reading = preflightReading(exchange);
  if (reading === "none") return;
  if (!isOpen) {
    const atMost = reading === "credentialed" ? "low" : "info";
    inquiry.found({ code: "AUD-E2", attacker: "anyone", shownBy: [exchange], atMost });
  }
  noteRepeated(inquiry, exchange);
}

/** Asks once more for what an answer lists itself: what is refused may be the method or the header, and not who asks. */
async function withinItsLists(inquiry: Inquiry, { answer, origin }: AuditExchange): Promise<AuditExchange | null> {
  if (origin === null || !corsCheck(origin, "omit", answer.headerList).ok) return null;
  const listed = (header: ExtractableHeaderName): readonly string[] => {
    const names = extractHeaderListValues(header, answer.headerList);
    return names === null || names === "failure" ? [] : names.filter((name) => name !== "*");
  };
  const method = listed("Access-Control-Allow-Methods")
    .map(normalizeMethod)
    .find((name) => !isCorsSafelistedMethod(name) && !isForbiddenMethod(name));
  const names = listed("Access-Control-Allow-Headers").map((name) => name.toLowerCase());
  const name = names.includes("content-type") ? "content-type" : names.find(needsPreflight);
  if (method === undefined && name === undefined) return null;
  return inquiry.conversation.preflight(origin, method ?? "POST", name === undefined ? [] : [name]);
}

function needsPreflight(name: string): boolean {
  return !isForbiddenRequestHeader(name, "1") && !isCorsSafelistedRequestHeader(name, "1");
}

/** The same for an origin that is let in. */
export async function checkAllowedPreflight(inquiry: Inquiry, origin: string): Promise<void> {
  const exchange = await inquiry.conversation.preflight(origin, "PUT", ["content-type", unlistedHeader]);
  if (exchange !== null && preflightReading(exchange) !== "none") noteRepeated(inquiry, exchange);
}

function noteRepeated(inquiry: Inquiry, exchange: AuditExchange): void {
  const value = get(exchange.answer.headerList, "Access-Control-Allow-Headers") ?? "";
  if (!value.toLowerCase().includes(unlistedHeader) || inquiry.has("AUD-W4")) return;
  const header = "Access-Control-Allow-Headers";
  inquiry.found({ code: "AUD-W4", attacker: "nobody", shownBy: [exchange], value, header });
}

/** Asks for what is not there, from an origin that is not let in. */
export async function checkErrors(inquiry: Inquiry, stranger: string): Promise<void> {
  const url = new URL(inquiry.conversation.url);
  url.pathname = `${url.pathname.replace(/\/$/, "")}/${inquiry.labels[0]}`;
  url.search = "";
  const exchange = await inquiry.conversation.actual(stranger, { url });
  if (letsInByName(exchange) && exchange.answer.status >= 400)
    inquiry.found({ code: "AUD-E1", attacker: "nobody", shownBy: [exchange] });
}

/** Asks whether an encoded line break is decoded. */
export async function checkLineBreak(inquiry: Inquiry): Promise<void> {
  const name = `X-${inquiry.labels[0]}`;
  const exchange = await inquiry.conversation.actual(`https://${inquiry.labels[0]}.example%0d%0a${name}: 1`);
  if (exchange === null || get(exchange.answer.headerList, name) === null) return;
  inquiry.found({ code: "AUD-C1", attacker: "nobody", shownBy: [exchange], value: `${name}: 1`, header: name });
}

/** What the headers of the answers so far say that no browser takes. */
export function checkHeaders(inquiry: Inquiry): void {
  const isSomebodyLetIn = inquiry.conversation.exchanges.some(letsInByName);
  for (const check of [
    malformedOrigin,
    starWithCredentials,
    starInPreflight,
    uselessMaxAge,
    exposedHeaders,
    forbiddenMethods,
  ]) {
    for (const exchange of inquiry.conversation.exchanges) {
      const draft = check(exchange, isSomebodyLetIn);
      if (draft === null) continue;
      inquiry.found({ ...draft, attacker: "nobody", shownBy: [exchange] });
      break;
    }
  }
}

type HeaderDraft = Pick<Draft, "code" | "value" | "header"> | null;

function malformedOrigin({ answer, origin }: AuditExchange, isSomebodyLetIn: boolean): HeaderDraft {
  const value = get(answer.headerList, "Access-Control-Allow-Origin");
  if (value === null || value === "*" || value === "null" || value === origin) return null;
  // What names no host is how some refuse: `false`, `none`, nothing. It is a mistake where nobody is let in otherwise.
  if (isSomebodyLetIn && /^\w*$/.test(value)) return null;
  const isOrigin = URL.canParse(value) && (new URL(value).origin === value || !/^https?:/.test(value));
  if (isOrigin && !value.includes("*")) return null;
  return { code: "AUD-M1", value: value === "" ? "empty" : value };
}

function starWithCredentials({ answer: { headerList } }: AuditExchange): HeaderDraft {
  const isBoth =
    get(headerList, "Access-Control-Allow-Origin") === "*" &&
    get(headerList, "Access-Control-Allow-Credentials") === "true";
  return isBoth ? { code: "AUD-W1", header: "Access-Control-Allow-Credentials" } : null;
}

const permissions = ["Access-Control-Allow-Methods", "Access-Control-Allow-Headers"] as const;

/** Beside an origin that is named: what everybody may read, everybody may ask for as they like. */
function starInPreflight(exchange: AuditExchange): HeaderDraft {
  const { answer, request } = exchange;
  const isNamed = get(answer.headerList, "Access-Control-Allow-Origin") !== "*";
  if (request.kind !== "preflight" || !isNamed || preflightReading(exchange) === "none") return null;
  const header = permissions.find((name) => hasStar(extractHeaderListValues(name, answer.headerList)));
  return header === undefined ? null : { code: "AUD-W3", value: `${header}: *`, header };
}

function hasStar(names: ReturnType<typeof extractHeaderListValues>): boolean {
  return names !== null && names !== "failure" && names.includes("*");
}

const mostSeconds = 86_400;

function uselessMaxAge({ answer: { headerList }, request: { kind } }: AuditExchange): HeaderDraft {
  const value = get(headerList, "Access-Control-Max-Age");
  if (kind !== "preflight" || value === null) return null;
  const seconds = extractMaxAge(headerList);
  if (typeof seconds === "number" && seconds <= mostSeconds) return null;
  return { code: "AUD-M2", value, header: "Access-Control-Max-Age" };
}

function exposedHeaders({ answer: { headerList } }: AuditExchange): HeaderDraft {
  const names = extractHeaderListValues("Access-Control-Expose-Headers", headerList);
  if (names === null || names === "failure") return null;
  const hasCredentials = get(headerList, "Access-Control-Allow-Credentials") === "true";
  const isWrong = (name: string): boolean =>
    (name === "*" && hasCredentials) || name.toLowerCase() === "set-cookie" || name.toLowerCase() === "set-cookie2";
  const wrong = names.filter(isWrong);
  if (wrong.length === 0) return null;
  return { code: "AUD-M3", value: wrong.join(", "), header: "Access-Control-Expose-Headers" };
}

function forbiddenMethods({ answer: { headerList } }: AuditExchange): HeaderDraft {
  const methods = extractHeaderListValues("Access-Control-Allow-Methods", headerList);
  if (methods === null || methods === "failure") return null;
  const wrong = methods.filter((method) => ["CONNECT", "TRACE", "TRACK"].includes(method.toUpperCase()));
  if (wrong.length === 0) return null;
  return { code: "AUD-M4", value: [...new Set(wrong)].join(", "), header: "Access-Control-Allow-Methods" };
}
