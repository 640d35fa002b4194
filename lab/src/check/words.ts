import type { EngineName } from "@concors/browser/engine";
import type { ExplainedExchange, LookAlikeCode, Report, SecurityNote, Verdict } from "@concors/explain";
import type { VerdictTone } from "../parts/verdict-chip.tsx";

/** Words that the view, its exports and its diagram share. */

export const engineTitles: Readonly<Record<EngineName, string>> = {
  spec: "The standard",
  chromium: "Chromium",
  firefox: "Firefox",
  webkit: "WebKit",
};

export const verdictWords: Readonly<Record<Report["verdict"], string>> = {
  allowed: "Allowed",
  blocked: "Blocked",
  mixed: "Browsers disagree",
  inconclusive: "Not found out",
};

export const lookAlikeTitles: Readonly<Record<LookAlikeCode, string>> = {
  "url-literal": "The URL as it is written",
  "page-context": "What the page is",
  "content-security-policy": "Content Security Policy",
  dns: "The name (DNS)",
  "tcp-ipv4": "The connection, IPv4",
  "tcp-ipv6": "The connection, IPv6",
  tls: "The certificate",
  hsts: "http that becomes https",
  preflight: "The preflight",
  actual: "The request itself",
  body: "The body",
  exposure: "Headers that are hidden",
  cache: "A cache’s answer",
};

export const lookAlikeResults = {
  "ruled-out": "Ruled out",
  cause: "This is it",
  possible: "Possible",
  unknown: "Not looked at",
} as const;

export const severityWords: Readonly<Record<SecurityNote["severity"], string>> = {
  high: "High",
  medium: "Medium",
  low: "Low",
  info: "To know",
};

/** What it looks like; nothing special if it is not grave. */
export const severityTones: Readonly<Record<SecurityNote["severity"], VerdictTone | "">> = {
  high: "blocked",
  medium: "unsure",
  low: "",
  info: "",
};

/** What a verdict looks like. */
export function toneOf(verdict: Report["verdict"]): VerdictTone {
  return verdict === "allowed" || verdict === "blocked" ? verdict : "unsure";
}

/** A verdict of one engine as a sentence's end. */
export function outcomeWords({ verdict, readable }: { readonly verdict: Verdict; readonly readable: boolean }): string {
  if (verdict === "allowed")
    return readable ? "The page may read the answer" : "Sent, but the page cannot read the answer";
  return verdict === "blocked" ? "Blocked" : "Not found out";
}

/** What an exchange is called: the question before the request, the request, or where it was sent on to. */
export function exchangeTitle({ hop, kind, method }: ExplainedExchange): string {
  const what = kind === "preflight" ? `Preflight: ${method}` : `Request: ${method}`;
  return hop === 0 ? what : `${what}, after ${hop === 1 ? "a redirect" : `${hop} redirects`}`;
}

/** A status line as people know it; "no answer" if none came. */
export function statusLine(response: ExplainedExchange["response"]): string {
  if (response === null) return "no answer";
  return `${response.status} ${response.statusText}`.trim();
}

/** Path and query of a URL: the origin stands elsewhere. */
export function pathOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

/** The origin of a URL, as it is shown. */
export function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}
