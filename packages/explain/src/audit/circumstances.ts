import type { HeaderList } from "concors/protocol";
import { isOkStatus } from "concors/protocol";
import type { AuditExchange } from "./exchange.ts";
import type { Circumstances } from "./severity.ts";

/** What is known when all answers are in. */
export interface Known {
  /** Without an origin, as the user. */
  readonly plain: AuditExchange;
  /** Two answers without the user's credentials; null if none were given. */
  readonly strangers: readonly [AuditExchange, AuditExchange] | null;
  readonly exchanges: readonly AuditExchange[];
  readonly credentials: HeaderList;
}

export function circumstancesOf(known: Known): Circumstances {
  const { plain, exchanges, credentials } = known;
  const { addressSpace } = plain.answer;
  return {
    isPersonal: isPersonal(known),
    isInternal: addressSpace === "local",
    isOnThisMachine: addressSpace === "loopback",
    cookiesStayAtHome: cookiesStayAtHome(exchanges, credentials),
    emptiness: emptinessOf(plain.answer.status),
    isAnswered: isOkStatus(plain.answer.status),
  };
}

/** Whether what a user gets is another body than what everybody gets, who all get the same. */
function isPersonal({ plain, strangers, credentials }: Known): boolean {
  if (strangers === null || !credentials.some(isAmbient) || !isOkStatus(plain.answer.status)) return false;
  const [one, other] = strangers.map(({ answer }) => answer);
  if (one!.status !== plain.answer.status) return true;
  return one!.body !== null && one!.body === other!.body && one!.body !== plain.answer.body;
}

/** Whether a browser attaches it itself, to any site's request. */
function isAmbient([name, value]: readonly [string, string]): boolean {
  const lower = name.toLowerCase();
  return lower === "cookie" || (lower === "authorization" && /^(?:basic|digest|negotiate|ntlm)\b/i.test(value));
}

/** Whether nothing goes along with another site's request, by all that was seen. */
function cookiesStayAtHome(exchanges: readonly AuditExchange[], credentials: HeaderList): boolean {
  const headers = exchanges.flatMap(({ answer }) => answer.headerList);
  const cookies = headers.filter(([name]) => name.toLowerCase() === "set-cookie").map(([, value]) => value);
  const asksForPassword = headers.some(([name]) => name.toLowerCase() === "www-authenticate");
  const givesPassword = credentials.some(
    ([name, value]) => name.toLowerCase() !== "cookie" && isAmbient([name, value]),
  );
  if (asksForPassword || givesPassword) return false;
  const staysAtHome = (cookie: string): boolean => /;\s*samesite\s*=\s*(?:lax|strict)\b/i.test(cookie);
  // A cookie that the user was given elsewhere may go anywhere, whatever is said of others.
  const isSeen = (name: string): boolean => cookies.some((cookie) => nameOf(cookie) === name);
  if (!cookieNames(credentials).every(isSeen)) return false;
  if (cookies.length > 0) return cookies.every(staysAtHome);
  return credentials.length > 0;
}

/** The names of the cookies that were given. */
function cookieNames(credentials: HeaderList): readonly string[] {
  const values = credentials.filter(([name]) => name.toLowerCase() === "cookie").map(([, value]) => value);
  return values.flatMap((value) => value.split(";").map(nameOf));
}

/** The name of a cookie, as it is set or sent. */
function nameOf(cookie: string): string {
  return cookie.split(/[;=]/, 1)[0]!.trim();
}

export function emptinessOf(status: number): Circumstances["emptiness"] {
  if (status === 405 || status === 501) return "wrong-method";
  return status === 404 || status === 410 || status >= 500 ? "error" : "full";
}
