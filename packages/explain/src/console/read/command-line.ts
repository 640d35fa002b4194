import type { CauseCode } from "../../cause-code.ts";

/** What of a request is known from a console. */
export interface KnownRequest {
  readonly url: string | null;
  readonly origin: string | null;
  readonly page: string | null;
  readonly method: string | null;
  readonly header: string | null;
  readonly isPreflight: boolean;
}

/**
 * The `concors check` that plays the request again and so tells the causes apart, for a POSIX shell, or curl for the page
 * of an app; what has to be put in is in capitals. Null if none would.
 */
export function commandLine(request: KnownRequest, codes: readonly CauseCode[]): string | null {
  const { header, method, url } = request;
  // What is no http cannot be asked.
  if (url !== null && !/^https?:/i.test(url)) return null;
  if (request.origin !== null && isOfApp(request.origin)) return curlOf(request, request.origin);
  const words = ["concors", "check", url ?? "URL", "--from", originOf(request) ?? "ORIGIN"];
  if (method !== null && method !== "GET" && method !== "OPTIONS") words.push("-X", method);
  else if (request.isPreflight && header === null) words.push("-X", "METHOD");
  if (header !== null) words.push("-H", `${header}: ${exampleHeaderValue(header.toLowerCase())}`);
  if (codes.some((code) => withCredentials.has(code))) words.push("--credentials", "include");
  return words.map(quoted).join(" ");
}

/** Whether it is the origin of an app's own page, or an extension's: `capacitor://localhost`. A check plays none. */
function isOfApp(origin: string): boolean {
  return origin !== "null" && !/^https?:/i.test(origin);
}

/** What shows how the server answers an origin, whatever that is. */
function curlOf({ header, isPreflight, method, url }: KnownRequest, origin: string): string {
  const words = ["curl", "-i", ...(isPreflight ? ["-X", "OPTIONS"] : []), "-H", `Origin: ${origin}`];
  if (isPreflight) words.push("-H", `Access-Control-Request-Method: ${method ?? "METHOD"}`);
  if (header !== null) words.push("-H", `Access-Control-Request-Headers: ${header.toLowerCase()}`);
  return [...words, url ?? "URL"].map(quoted).join(" ");
}

const withCredentials: ReadonlySet<CauseCode> = new Set(["CORS-C01", "CORS-C02"]);

function originOf({ origin, page }: KnownRequest): string | null {
  const of = origin ?? page;
  // Hands add a slash.
  return of !== null && /^https?:/.test(of) && URL.canParse(of) ? new URL(of).origin : origin;
}

/** A value with which the header needs a preflight. */
export function exampleHeaderValue(name: string): string {
  return { "content-type": "application/json", authorization: "Bearer x", range: "bytes=0-1,3-4" }[name] ?? "1";
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
