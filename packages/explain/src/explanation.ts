import type { EngineName, FetchFailure } from "@concors/browser/engine";
import type { Facts, TargetName } from "@concors/config";
import type { Policy } from "concors";
import type { HeaderList, ResponseType } from "concors/protocol";
import type { CauseCode } from "./cause-code.ts";
import type { LookAlikeFailure } from "./look-alikes/failure.ts";
import type { SpecStep } from "./spec-step.ts";

/**
 * What is found out about one fetch, as plain data: what `docs/explanation.schema.json` describes and `concors check
 * --json` prints. Every value of a header that is a secret is redacted.
 */
export interface Explanation {
  readonly version: 1;
  readonly engine: EngineName;
  /** Inconclusive: something other than the browser kept the answer from coming. */
  readonly verdict: Verdict;
  /** Whether the page may read the response; false although allowed if it is opaque. */
  readonly readable: boolean;
  /** Inferred: an answer it rests on was not asked for but worked out from others. */
  readonly confidence: "observed" | "inferred";
  /** One plain sentence that stands alone. */
  readonly summary: string;
  /** Why it was blocked, or could not be found out; null if it is allowed. */
  readonly cause: ExplainedCause | null;
  /** What else is wrong with the answer that decided; each would block the request too. */
  readonly also: readonly ExplainedProblem[];
  /** Everything that fails on every answer: first what the engine stopped at, then what is hidden behind it. */
  readonly failures: readonly ExplainedFailure[];
  /** The lines of the browser's console, word for word; of several engines, `engine`'s. Secrets in URLs are redacted. */
  readonly console: readonly string[];
  /** What the script gets: its error as a string, or `error event`; null if it gets neither. */
  readonly javascript: string | null;
  readonly notes: readonly Note[];
  /** What else gives a page the same error, in the order in which a browser meets it: ruled out, and by what. */
  readonly lookalikes: readonly LookAlike[];
  readonly request: ExplainedRequest;
  readonly preflight: { readonly needed: boolean; readonly because: readonly PreflightBecause[] };
  readonly timeline: readonly ExplainedExchange[];
  /** The request that was kept back because what came before it failed. */
  readonly notSent: { readonly method: string; readonly url: string } | null;
  /** What the page gets; null if it gets nothing. */
  readonly response: ExplainedResponse | null;
  readonly fix: Fix;
  /** What is unsafe in the answers, and what the usual shortcuts would do; the gravest first. */
  readonly security: readonly SecurityNote[];
  readonly reproduce: Reproduction;
}

export type Verdict = "allowed" | "blocked" | "inconclusive";

export interface ExplainedCause {
  /** Stable: what `docs/causes.md` has a section for. */
  readonly code: CauseCode;
  readonly title: string;
  /** The step of the standard that says no; null where the standard has no part in it. */
  readonly step: SpecStep | null;
  /** The index in `timeline` of the exchange that decided; null if nothing was sent. */
  readonly exchange: number | null;
  /** What the engine's own check found first. */
  readonly failure: { readonly code: (FetchFailure | LookAlikeFailure)["code"]; readonly actual: string | null };
}

export interface ExplainedProblem {
  readonly code: CauseCode;
  readonly title: string;
  readonly summary: string;
}

export interface ExplainedFailure extends ExplainedProblem {
  /** The index in `timeline` of the exchange on whose answer it fails; null if nothing was sent. */
  readonly exchange: number | null;
  /** The engines that stop at it, of those with this story. */
  readonly decides: readonly EngineName[];
  /** What has to be mended before any engine gets to it; null if one stops at it. */
  readonly hiddenBehind: CauseCode | null;
}

/** A kind of failure that a page cannot tell from CORS. */
export interface LookAlike {
  readonly code: LookAlikeCode;
  /** Possible: there is a sign of it. Unknown: it was not looked at, or not reached. */
  readonly result: "ruled-out" | "cause" | "possible" | "unknown";
  /** What rules it out, as the end of a sentence; null unless something does. */
  readonly ruledOutBy: string | null;
  /** What there is to say if it is not ruled out. */
  readonly finding: string | null;
}

export type LookAlikeCode =
  | "url-literal"
  | "page-context"
  | "content-security-policy"
  | "dns"
  | "tcp-ipv4"
  | "tcp-ipv6"
  | "tls"
  | "hsts"
  | "preflight"
  | "actual"
  | "body"
  | "exposure"
  | "cache";

/** Something to know that decides nothing here. */
export interface Note {
  readonly code: NoteCode;
  readonly summary: string;
}

export type NoteCode =
  | "chromium-blocks-loopback"
  | "engines-name-another-reason"
  | "error-status"
  | "headers-hidden"
  | "inferred"
  | "local-network-access"
  | "misspelt-header"
  | "opaque-response"
  | "two-layers"
  | "webkit-blocks-loopback";

/** A consequence for whoever uses the site. */
export interface SecurityNote {
  /** Stable; those that begin with `answer-` are about what was answered, the others about what is not to be done. */
  readonly code: SecurityCode;
  readonly severity: "high" | "medium" | "low" | "info";
  /** One sentence or two that stand alone. */
  readonly message: string;
}

export type SecurityCode =
  | "allow-everyone"
  | "allow-localhost"
  | "allow-null"
  | "answer-allows-http"
  | "answer-allows-null"
  | "answer-allows-star-with-credentials"
  | "answer-is-open-inside"
  | "authentication-off"
  | "echo-with-credentials"
  | "loose-match"
  | "no-cors"
  | "page-over-http"
  | "public-proxy"
  | "web-security-off";

/** How to make the same requests again. Secrets are redacted; `BODY` stands for a body. */
export interface Reproduction {
  /** A command line for each request, in their order, with what a browser adds left out. */
  readonly curl: readonly string[];
  /** A call of `fetch`, for the console of a page of that origin. */
  readonly fetch: string;
  /** The Lab's address for it, from the fragment on. */
  readonly permalink: string;
}

export interface ExplainedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: HeaderList;
  readonly hasBody: boolean;
  /** The page's serialized origin; "null" for an opaque one. */
  readonly origin: string;
  readonly mode: string;
  readonly credentials: string;
  readonly redirect: string;
}

/** One thing about the request that needs the server's leave first. */
export interface PreflightBecause {
  readonly kind: "method" | "header" | "flag" | "earlier-hop";
  /** The method, or the header's name in lower case; null for what is neither. */
  readonly name: string | null;
  /** The rule that it falls under. */
  readonly rule: string;
  readonly step: SpecStep;
}

export interface ExplainedExchange {
  readonly kind: "preflight" | "actual";
  /** 0 for the first URL; each followed redirect adds one. */
  readonly hop: number;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: HeaderList;
  /** null if no answer came. */
  readonly response: {
    readonly status: number;
    readonly statusText: string;
    readonly headers: HeaderList;
    readonly remoteAddress: string | null;
    /** Set when no such request was sent: what the answer was worked out from. */
    readonly inferredFrom: string | null;
  } | null;
  readonly checks: readonly ExplainedCheck[];
  /** The line of the answer that decided; null if this exchange did not. */
  readonly deciding: DecidingLine | null;
}

export interface ExplainedCheck {
  readonly name: string;
  readonly result: "pass" | "fail";
  readonly step: SpecStep;
}

/** Which line of an answer decided, and what it should have been. */
export interface DecidingLine {
  readonly kind: "status" | "header" | "absent-header" | "no-answer";
  /** The header's name; null for a status line or no answer. */
  readonly name: string | null;
  /** Indexes in the response's headers. */
  readonly lines: readonly number[];
  readonly wanted: string;
}

export interface ExplainedResponse {
  readonly type: ResponseType;
  readonly status: number;
  /** The final URL; empty for an opaque response. */
  readonly url: string;
  readonly redirected: boolean;
  /** The names of the headers that the page may read, in lower case. */
  readonly exposed: readonly string[];
  /** The names of those that arrived and that it may not. */
  readonly hidden: readonly string[];
}

export interface Fix {
  /** The header lines that make it pass; null where no header would. */
  readonly headers: FixHeaders | null;
  /** The same as a policy, which `concors config` takes; null where no policy would help, or none can name the page. */
  readonly policy: Policy | null;
  /** The policy for the server in use, first the one that was told from its answer. */
  readonly server: readonly ServerFix[];
  /** What to do on the server where header lines are not the matter. */
  readonly advice: readonly string[];
  /** What the page could do instead. */
  readonly client: readonly ClientChange[];
}

/** Exactly what the server has to send, and no more than this request needs. */
export interface FixHeaders {
  /** On the answer to the preflight, whose status is to be 204; null if none is needed. */
  readonly preflight: HeaderList | null;
  /** On the answer to the request, errors and redirects included. */
  readonly actual: HeaderList;
  /** Those of all these that the answers do not carry yet. */
  readonly missing: { readonly preflight: HeaderList; readonly actual: HeaderList };
}

/** Configuration or code, ready to be put in place. */
export interface ServerFix {
  readonly server: ServerName;
  /** As people call it. */
  readonly name: string;
  /** The header it was told from; null if it is a guess. */
  readonly detectedFrom: string | null;
  /** What the parts were made for, as the answers tell it: what `concors config` takes. Earlier versions did not say it. */
  readonly facts?: Facts;
  /** Empty if the server cannot say the policy: the notes say why. */
  readonly parts: readonly ServerFixPart[];
  /** Headers that another place sets, or an older line of this one, and that have to stop. */
  readonly remove: readonly string[];
  /** What to know before it is put in place, and what this server cannot do; a sentence each. */
  readonly notes: readonly string[];
  /** How it is put in place for the path that was asked for alone; null if there is no way, or no such path. */
  readonly forPath: string | null;
  /** The command line that writes the parts as files; null if there is none. */
  readonly command: string | null;
}

export interface ServerFixPart {
  /** A name for the file, relative to the server's configuration. */
  readonly path: string;
  /** Where it goes. */
  readonly where: string;
  readonly language: FixLanguage;
  readonly code: string;
}

export type FixLanguage =
  | "apache"
  | "caddyfile"
  | "csharp"
  | "haproxy"
  | "java"
  | "javascript"
  | "json"
  | "lighttpd"
  | "lua"
  | "nginx"
  | "php"
  | "python"
  | "ruby"
  | "shell"
  | "text"
  | "vcl"
  | "xml"
  | "yaml";

/** A server that policies are written for, or Python's own, which none are. */
export type ServerName = TargetName | "python-http-server";

export interface ClientChange {
  readonly summary: string;
  /** The code to write, if one line says it. */
  readonly code: string | null;
}

/** A way in which an engine departs from the standard, that changed what became of this request. */
export interface NamedDeparture {
  readonly id: string;
  readonly does: string;
  readonly standard: string;
}

export interface EngineOutcome {
  readonly engine: EngineName;
  readonly verdict: Verdict;
  readonly readable: boolean;
  readonly code: CauseCode | null;
  /** The lines of its console, word for word; none of the standard's. Secrets in URLs are redacted. */
  readonly console: readonly string[];
  /** What the script gets: its error as a string, or `error event`; null if it gets neither. */
  readonly javascript: string | null;
  /** The index in `explanations` of the one that holds for this engine. */
  readonly explanation: number;
  /** The page's user has to permit it first. */
  readonly needsPermission: boolean;
  /** Why the engine does otherwise than the standard says; empty if it does not. */
  readonly departures: readonly NamedDeparture[];
}

/** Several engines on one fetch: engines with the same story share an explanation. */
export interface Report {
  readonly version: 1;
  /** Of the browsers, if there are any: the standard then only says what they should do. Mixed: they disagree. */
  readonly verdict: Verdict | "mixed";
  readonly engines: readonly EngineOutcome[];
  /** First the one that most needs reading: blocked, inconclusive, allowed. */
  readonly explanations: readonly Explanation[];
  /** What installed browsers made of the same request, if they were asked. */
  readonly confirmed?: readonly ConfirmedOutcome[];
}

/** What an installed browser did with the request itself. */
export interface ConfirmedOutcome {
  readonly engine: EngineName;
  /** As the browser names itself: "Chrome/156.0.0.0". */
  readonly version: string;
  /** Whether its page got what it asked for. */
  readonly allowed: boolean;
  /** The status that the page saw; null if it saw none. */
  readonly status: number | null;
  /** What the page was told instead, in the browser's words; null if it is allowed. */
  readonly error: string | null;
  /** Whether that is what the explanation says; null if it does not tell: an element may be unable to use what came. */
  readonly asExplained: boolean | null;
}
