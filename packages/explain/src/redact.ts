import type { Header, HeaderList } from "concors/protocol";

const redacted = "***";

const secretNames: ReadonlySet<string> = new Set([
  "api-key",
  "apikey",
  "cookie",
  "x-access-token",
  "x-amz-security-token",
  "x-api-key",
  "x-auth-token",
  "x-csrf-token",
  "x-xsrf-token",
]);

/** Headers without what nobody should find in a log: credentials, cookies, keys. */
export function redactHeaders(headers: HeaderList): Header[] {
  return headers.map(([name, value]): Header => [name, redactValue(name.toLowerCase(), value)]);
}

/** Whether a header's value is a secret: credentials, a cookie, a key. */
export function isSecretHeader(name: string): boolean {
  const lowercased = name.toLowerCase();
  return /^(?:proxy-)?authorization$/.test(lowercased) || secretNames.has(lowercased);
}

/** A header's value; names of cookies and the scheme of `Authorization` stay. */
function redactValue(name: string, value: string): string {
  if (name === "authorization" || name === "proxy-authorization")
    return value.replace(/^(\S+\s+)?.*$/s, `$1${redacted}`);
  if (name === "set-cookie") return value.replace(/^([^=;]*)=[^;]*/, `$1=${redacted}`);
  if (name === "cookie") return value.replace(/=[^;]*/g, `=${redacted}`);
  if (name === "location" || name === "referer") return redactUrl(value);
  return secretNames.has(name) ? redacted : value;
}

/** A URL without its user name and password, and without the tokens in its query or fragment. */
export function redactUrl(url: string): string {
  return url
    .replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/?#]*@/i, `$1//${redacted}@`)
    .replace(secretParameter, `$1${redacted}`);
}

const secretNamesInUrls =
  "access_token|api[_-]?key|auth|client_secret|code|id_token|jwt|key|password|refresh_token|secret|sig|signature|token|x-amz-(?:credential|security-token|signature)";
const secretParameter = new RegExp(`([?&#](?:${secretNamesInUrls})=)[^&#]*`, "gi");

/** A text with URLs in it, each without what `redactUrl` takes away. A URL ends at a space or a quote. */
export function redactText(text: string): string {
  return text.replace(userInfo, `$1${redacted}@`).replace(secretParameterInText, `$1${redacted}`);
}

const userInfo = /([a-z][a-z0-9+.-]{0,20}:\/\/)[^/?#\s'‘’“”"]*@/gi;
const secretParameterInText = new RegExp(
  `([?&#](?:${secretNamesInUrls})=)[^&#\\s'‘’“”"]*?(?=[.,;:)]*(?:[&#\\s'‘’“”"]|$))`,
  "gi",
);
