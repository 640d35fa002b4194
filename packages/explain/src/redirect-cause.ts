import type { CauseCode } from "./cause-code.ts";
import type { Evidence } from "./evidence.ts";
import { redirectTarget } from "./evidence.ts";

type Change = "https" | "slash" | "log-in" | "elsewhere";

/** Why a redirect of the request itself is not followed when it has no `Access-Control-Allow-Origin`. */
export function redirectCause(evidence: Evidence): CauseCode {
  return ({ https: "CORS-R02", slash: "CORS-R03", "log-in": "CORS-R04", elsewhere: "CORS-R01" } as const)[
    redirectChange(evidence)
  ];
}

/** Where a preflight was redirected to. */
export function preflightRedirectCause(evidence: Evidence): CauseCode {
  return ({ https: "CORS-P06", slash: "CORS-P07", "log-in": "CORS-P08", elsewhere: "CORS-P09" } as const)[
    redirectChange(evidence)
  ];
}

/** What a redirect changes in the URL. */
function redirectChange(evidence: Evidence): Change {
  const to = redirectTarget(evidence);
  if (to === null || evidence.exchange === null) return "elsewhere";
  const from = new URL(evidence.exchange.url);
  if (isLogInUrl(to.href) && !isLogInUrl(from.href)) return "log-in";
  if (from.hostname !== to.hostname) return "elsewhere";
  if (from.protocol === "http:" && to.protocol === "https:") return "https";
  return from.origin === to.origin && withoutSlash(from.pathname) === withoutSlash(to.pathname) ? "slash" : "elsewhere";
}

const logInPath = /(?:^|[/._-])(?:log-?in|log-?on|sign-?in|signon|sso|saml2?|oauth2?|openid|authorize)(?:$|[/._-])/i;
const logInHost = /(?:^|[.-])(?:log-?in|sign-?in|sso|auth|oauth2?|accounts?|adfs|cas|idp)[.-]/i;

/** Whether a URL looks like a page to log in at. */
export function isLogInUrl(href: string): boolean {
  if (!URL.canParse(href)) return false;
  const { hostname, pathname } = new URL(href);
  return logInHost.test(hostname) || logInPath.test(pathname);
}

function withoutSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}
