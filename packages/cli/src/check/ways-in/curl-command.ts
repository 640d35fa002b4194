import { parseArgs } from "node:util";
import type { Header } from "concors/protocol";
import { get, normalizeHeaderValue } from "concors/protocol";
import { split } from "shlex";
import { UsageError } from "../../usage-error.ts";
import { commandText } from "./command-text.ts";
import type { Options } from "./curl-options.ts";
import { indifferent, route } from "./curl-options.ts";
import type { GivenRequest } from "./given-request.ts";
import { askedForBy, originOf, readHeaders } from "./given-request.ts";

/**
 * Reads a curl command as a page's request: one that developer tools copied ("Copy as cURL", for bash), or that somebody
 * wrote.
 *
 * @throws UsageError if it is none, or asks for what cannot be asked here
 * @see https://curl.se/docs/manpage.html
 */
export function parseCurl(command: string): GivenRequest {
  const { urls, values } = readWords(wordsOf(command));
  const [url, ...others] = urls;
  if (url === undefined) throw new UsageError("--curl: there is no URL in the command.");
  if (others.length > 0)
    throw new UsageError(`--curl: there are ${urls.length} URLs in the command; give one at a time.`);
  const { credentials, href } = addressOf(url);
  const headers = headersOf(credentials === null ? values : { user: credentials, ...values });
  const data = dataOf(values);
  const body = values.get === true ? null : data;
  if (body !== null && get(headers, "Content-Type") === null) headers.push(["Content-Type", contentTypeOf(values)]);
  const read = readHeaders(headers);
  const method = values.request ?? (values.head === true ? "HEAD" : body === null ? null : "POST");
  const asked = askedForBy(method, headers);
  return {
    ...read,
    ...(asked ?? { method }),
    url: values.get === true && data !== null ? `${href}${href.includes("?") ? "&" : "?"}${data}` : href,
    body: asked === null ? body : null,
    remarks: [...read.remarks, ...(asked?.remarks ?? []), ...routeRemarks(values)],
    from: read.from ?? originOf(values.referer ?? null),
    // No browser sends a cookie to another origin otherwise.
    credentials: read.cookies === null && values.cookie === undefined ? null : "include",
    mode: null,
    redirect: null,
    keepalive: false,
    insecure: values.insecure === true,
    resolve: values.resolve ?? [],
  };
}

/** curl takes an address without a scheme for http, and a user in it for one of Basic authentication. */
function addressOf(url: string): { readonly href: string; readonly credentials: string | null } {
  const whole = /^[\w.-]+(?::\d+)?(?:[/?#].*)?$/s.test(url) ? `http://${url}` : url;
  const [, scheme = "", user] = /^(https?:\/\/)([^/?#@]*)@/i.exec(whole) ?? [];
  if (user === undefined) return { href: whole, credentials: null };
  return { href: scheme + whole.slice(scheme.length + user.length + 1), credentials: decodeURIComponent(user) };
}

function wordsOf(command: string): string[] {
  try {
    const [program, ...words] = split(commandText(command));
    if (program !== undefined && /^(?:.*[\\/])?curl(?:\.exe)?$/.test(program)) return words;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      "--curl: a quotation mark is not closed; copy the command for bash, and pipe it into --curl -.",
    );
  }
  throw new UsageError('--curl: that is no curl command; copy it in the developer tools as "cURL (bash)".');
}

const text = { type: "string" } as const;
const texts = { type: "string", multiple: true } as const;
const flag = { type: "boolean" } as const;

/** What says something about the request. */
const telling = {
  url: texts,
  request: { ...text, short: "X" },
  header: { ...texts, short: "H" },
  data: { ...texts, short: "d" },
  "data-ascii": texts,
  "data-raw": texts,
  "data-binary": texts,
  "data-urlencode": texts,
  json: texts,
  form: { ...texts, short: "F" },
  "form-string": texts,
  get: { ...flag, short: "G" },
  head: { ...flag, short: "I" },
  user: { ...text, short: "u" },
  "oauth2-bearer": text,
  cookie: { ...texts, short: "b" },
  referer: { ...text, short: "e" },
  "user-agent": { ...text, short: "A" },
  insecure: { ...flag, short: "k" },
  resolve: texts,
  range: { ...text, short: "r" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof telling }>>["values"];

function readWords(words: readonly string[]): { readonly urls: readonly string[]; readonly values: Values } {
  const args = withValues(words).map((word) => word.replace(/^(--(?:http|tlsv)\d)\.(\d)$/, "$1_$2"));
  const options: typeof telling = { ...route, ...indifferent, ...telling };
  try {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
    return { urls: [...positionals, ...(values.url ?? [])], values };
  } catch (error) {
    const option = /'(-[^' ]*)/.exec((error as Error).message)?.[1] ?? "an option";
    throw new UsageError(
      `--curl: ${option} is not understood here; leave it out, or give the request with -X, -H and -d.`,
    );
  }
}

/** To Node's parser a value that begins with a dash, as the parts of a form do, is one only if it stands in the option's word. */
function withValues(words: readonly string[]): string[] {
  const options: Options = { ...telling, ...route };
  const joined: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const [word = "", next] = words.slice(index);
    const name = word.startsWith("--") ? word.slice(2) : null;
    const takesText = Object.entries(options).some(
      ([long, { short, type }]) =>
        type === "string" && (name === long || (short !== undefined && word === `-${short}`)),
    );
    const isJoined = takesText && next?.startsWith("-") === true;
    joined.push(isJoined ? `${word}${name === null ? "" : "="}${next}` : word);
    if (isJoined) index++;
  }
  return joined;
}

function headersOf(values: Values): Header[] {
  const headers = (values.header ?? []).flatMap(headerOf);
  if (values["user-agent"] !== undefined) headers.push(["User-Agent", values["user-agent"]]);
  if (values.referer !== undefined) headers.push(["Referer", values.referer]);
  // Without an equals sign it is a file's name.
  const cookies = (values.cookie ?? []).filter((cookie) => cookie.includes("="));
  if (cookies.length > 0) headers.push(["Cookie", cookies.join("; ")]);
  if (values.range !== undefined) headers.push(["Range", `bytes=${values.range}`]);
  if (values.user !== undefined)
    headers.push(["Authorization", `Basic ${Buffer.from(values.user).toString("base64")}`]);
  if (values["oauth2-bearer"] !== undefined) headers.push(["Authorization", `Bearer ${values["oauth2-bearer"]}`]);
  if (values.json !== undefined && get(headers, "Accept") === null) headers.push(["Accept", "application/json"]);
  return headers;
}

/** What the command says and the check does otherwise. */
function routeRemarks(values: Values): string[] {
  const names = Object.keys(route).filter((name) => name in values);
  const options = names.map((name) => `--${name}`).join(", ");
  const hasFile = values.cookie?.some((cookie) => !cookie.includes("=")) === true;
  return [
    ...(names.length === 0
      ? []
      : [`Left out: ${options}. The check asks the server itself, without a client certificate.`]),
    ...(hasFile ? ["The cookies are in a file, which is not read: they are not sent."] : []),
  ];
}

/** `Name: value`; `Name;` is an empty value, and `Name:` one that curl leaves out. */
function headerOf(line: string): Header[] {
  const [, name = "", separator, rest = ""] = /^([^:;]*)([:;]?)(.*)$/s.exec(line) ?? [];
  const value = normalizeHeaderValue(rest);
  if (separator === "" || /[\r\n]/.test(value)) {
    // Not even its name: where somebody forgot the colon after it, a secret is a part of it.
    throw new UsageError('--curl: what stands after an -H is no header; it takes "Name: value".');
  }
  return value === "" && separator === ":" ? [] : [[name, value]];
}

function dataOf(values: Values): string | null {
  for (const items of [
    values.data,
    values["data-ascii"],
    values["data-binary"],
    values["data-urlencode"],
    values.json,
  ]) {
    if (items?.some((item) => item.startsWith("@")) === true) {
      throw new UsageError("--curl: the body is in a file (@); put it into the command, or leave it out.");
    }
  }
  if (isForm(values)) return "";
  const parts = [
    ...(values.data ?? []),
    ...(values["data-ascii"] ?? []),
    ...(values["data-raw"] ?? []),
    ...(values["data-binary"] ?? []),
    ...(values["data-urlencode"] ?? []).map(urlEncoded),
  ];
  if (values.json !== undefined) return values.json.join("");
  return parts.length === 0 ? null : parts.join("&");
}

function urlEncoded(item: string): string {
  const at = item.indexOf("=");
  return `${item.slice(0, at + 1)}${encodeURIComponent(item.slice(at + 1))}`;
}

function isForm(values: Values): boolean {
  return values.form !== undefined || values["form-string"] !== undefined;
}

/** What curl says the body is, if the command does not. */
function contentTypeOf(values: Values): string {
  if (values.json !== undefined) return "application/json";
  return isForm(values) ? "multipart/form-data; boundary=concors" : "application/x-www-form-urlencoded";
}
