import { isForbiddenRequestHeader } from "../protocol/forbidden-request-header.ts";
import { isCorsSafelistedMethod } from "../protocol/method.ts";
import type { CompiledPolicy } from "./compile-policy.ts";
import { decideFor, longestMethod, longestNames, longestSpaced } from "./decide.ts";
import type { Answers, Decision } from "./decision.ts";
import { parseOriginPattern } from "./origin-pattern.ts";
import { originSet } from "./origin-set.ts";
import { isSerializedOrigin } from "./serialized-origin.ts";
import { headerOf } from "./request.ts";
import type { CorsRequest } from "./request.ts";

/** What happens to a request, and why. */
export interface DecisionExplanation {
  readonly kind: Decision["kind"];
  /** Whether a browser goes on: sends the request that a preflight asks for, or lets the page read the answer. */
  readonly allowed: boolean;
  /** For people. */
  readonly sentence: string;
  /** Which part of the policy decided: the keys and indexes that lead to it; null if none had to. */
  readonly decidedBy: readonly (string | number)[] | null;
  /** The step of the standard that lets it pass or stops it. */
  readonly step: { readonly name: string; readonly url: string };
}

type Told = Omit<DecisionExplanation, "kind">;

const corsCheck = { name: "CORS check", url: "https://fetch.spec.whatwg.org/#concept-cors-check" };
const preflightFetch = (step: string) => ({
  name: `CORS-preflight fetch, step ${step}`,
  url: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
});
const corsRequest = { name: "CORS request", url: "https://fetch.spec.whatwg.org/#cors-request" };

/** Explains what decideFor decides, method and headers included: those a browser judges, not the server. */
export function explainDecision(
  compiled: CompiledPolicy,
  request: CorsRequest,
  answers: Answers | null,
): DecisionExplanation {
  const origin = headerOf(request, "origin");
  if (origin === undefined) {
    const sentence = "There is no Origin header, so this is no CORS request: the application answers as it likes.";
    return { kind: "not-cors", allowed: true, sentence, decidedBy: null, step: corsRequest };
  }
  const decision = decideFor(compiled, request, answers, headerOf);
  return { kind: decision.kind, ...told(compiled, request, origin, decision) };
}

function told(compiled: CompiledPolicy, request: CorsRequest, origin: string, decision: Decision): Told {
  const { policy } = compiled;
  if (!("reason" in decision) || decision.reason === undefined) {
    const decidedBy = originPath(compiled, origin);
    if (decision.kind === "preflight") return preflightTold(compiled, request, origin, decidedBy);
    return actualTold(compiled, request, origin, decidedBy);
  }
  if (decision.reason === "request-malformed") {
    const asked = headerOf(request, "access-control-request-headers") ?? "";
    const limits = `${longestMethod} and ${longestNames} characters (${longestSpaced} with spaces)`;
    const sentence = `The policy repeats the method and the header names that a preflight asks for, if they are some and no longer than ${limits}: not ${show(request, "access-control-request-method")} with ${quote(asked)}.`;
    const decidedBy = [compiled.echoes.headers ? "requestHeaders" : "methods"];
    return { allowed: false, sentence, decidedBy, step: preflightFetch("7") };
  }
  const step = decision.kind === "preflight" ? preflightFetch("7") : corsCheck;
  return { allowed: false, sentence: deniedSentence(policy.origins, origin, decision), decidedBy: ["origins"], step };
}

function deniedSentence(origins: CompiledPolicy["policy"]["origins"], origin: string, decision: Decision): string {
  const what = decision.kind === "preflight" ? "the preflight gets 403" : "the page cannot read the answer";
  if ("reason" in decision && decision.reason === "origin-not-answered") {
    return `origins.allows gave no answer about ${quote(origin)}, so ${what}.`;
  }
  if (origin === "null" || !isSerializedOrigin(origin)) {
    const why = origin === "null" ? "stands for every sandboxed page" : "is no origin that a browser sends";
    return `${quote(origin)} ${why}, and the policy does not allow it, so ${what}.`;
  }
  const near = Array.isArray(origins) ? nearest(origins as readonly string[], origin) : "";
  return `${quote(origin)} is not among the origins of the policy${near}, so ${what}.`;
}

/** In what an origin differs from one that the policy names, if that is little. */
function nearest(origins: readonly string[], origin: string): string {
  const asked = parseOriginPattern(origin);
  if (asked === null) return "";
  for (const [index, listed] of origins.entries()) {
    const pattern = parseOriginPattern(listed);
    if (pattern === null) continue;
    const isHost = pattern.host === asked.host;
    if (isHost && pattern.subdomains) return ` (origins.${index} ${quote(listed)} is for its subdomains)`;
    if (isHost) {
      const part = pattern.scheme === asked.scheme ? "port" : "scheme";
      return ` (origins.${index} ${quote(listed)} differs in its ${part})`;
    }
  }
  return "";
}

function actualTold(
  compiled: CompiledPolicy,
  { method = "" }: CorsRequest,
  origin: string,
  by: Told["decidedBy"],
): Told {
  const refused = refusedMethod(compiled, method);
  if (refused !== null)
    return { allowed: false, sentence: refused, decidedBy: ["methods"], step: preflightFetch("7.5") };
  const credentials = compiled.policy.credentials === true ? "with credentials or without" : "without credentials";
  const sentence = `A page of ${quote(origin)} may read the answer to this ${quote(method)}, ${credentials}.`;
  return { allowed: true, sentence, decidedBy: by, step: corsCheck };
}

function preflightTold(compiled: CompiledPolicy, request: CorsRequest, origin: string, by: Told["decidedBy"]): Told {
  const method = headerOf(request, "access-control-request-method") ?? "";
  const refused = refusedMethod(compiled, method);
  if (refused !== null)
    return { allowed: false, sentence: refused, decidedBy: ["methods"], step: preflightFetch("7.5") };

  const names = namesIn(headerOf(request, "access-control-request-headers") ?? "");
  const { policy } = compiled;
  const missing = names.filter((name) => !allowsHeader(policy, name));
  if (missing.length > 0) {
    const onlyAuthorization = policy.requestHeaders === "*";
    const sentence = onlyAuthorization
      ? `The policy allows all headers, but in the standard "*" does not cover Authorization, though browsers still let it pass: name it.`
      : `The policy does not allow ${missing.map(quote).join(", ")} among the request headers; the browser does not send this ${quote(method)}.`;
    const step = preflightFetch(onlyAuthorization ? "7.6" : "7.7");
    return { allowed: false, sentence, decidedBy: ["requestHeaders"], step };
  }
  const beside = names.length === 0 ? "" : ` with ${names.map(quote).join(", ")}`;
  const sentence = `A page of ${quote(origin)} may send ${quote(method)}${beside}.`;
  return { allowed: true, sentence, decidedBy: by, step: preflightFetch("7") };
}

function refusedMethod({ policy }: CompiledPolicy, method: string): string | null {
  const { methods = [] } = policy;
  if (isCorsSafelistedMethod(method) || methods === "*" || methods.includes(method)) return null;
  const other = methods.find((listed) => listed.toUpperCase() === method.toUpperCase());
  const near = other === undefined ? "" : ` (it allows ${quote(other)}, and methods are case-sensitive)`;
  return `The policy does not allow the method ${quote(method)}${near}; the browser does not send it after its preflight.`;
}

function allowsHeader({ credentials, requestHeaders = [] }: CompiledPolicy["policy"], name: string): boolean {
  if (requestHeaders === "*") return credentials === true || name !== "authorization";
  if (requestHeaders.includes("*")) return true;
  return requestHeaders.some((listed) => listed.toLowerCase() === name) || isForbiddenRequestHeader(name, "");
}

/** Which of the listed patterns lets an origin in. */
function originPath({ policy }: CompiledPolicy, origin: string): readonly (string | number)[] {
  const { origins } = policy;
  if (!Array.isArray(origins)) return origins === "*" ? ["origins"] : ["origins", "allows"];
  const index = (origins as readonly string[]).findIndex(
    (listed) => listed === origin || (listed.includes("*") && originSet([listed])(origin)),
  );
  return ["origins", index];
}

function namesIn(list: string): string[] {
  const names = list.slice(0, 4096).split(",", 100);
  return names.map((name) => name.trim().toLowerCase()).filter((name) => name !== "");
}

function show(request: CorsRequest, name: string): string {
  return quote(headerOf(request, name) ?? "");
}

/** What a stranger sent, at a length that a sentence can hold. */
function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
