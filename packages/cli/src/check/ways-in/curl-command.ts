import { parseArgs } from "node:util";
import type { Header } from "concors/protocol";
import { get, normalizeHeaderValue } from "concors/protocol";
import { split } from "shlex";
import { UsageError } from "../../usage-error.ts";
import type { GivenRequest } from "./given-request.ts";
import { originOf, readHeaders } from "./given-request.ts";

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
  const headers = headersOf(values);
  const data = dataOf(values);
  const body = values.get === true ? null : data;
  if (body !== null && get(headers, "Content-Type") === null) headers.push(["Content-Type", contentTypeOf(values)]);
  const read = readHeaders(headers);
  return {
    ...read,
    url: values.get === true && data !== null ? `${url}${url.includes("?") ? "&" : "?"}${data}` : url,
    method: values.request ?? (values.head === true ? "HEAD" : body === null ? null : "POST"),
    body,
    from: read.from ?? originOf(values.referer ?? null),
    // No browser sends a cookie to another origin otherwise.
    credentials: read.cookies === null ? null : "include",
    mode: null,
    redirect: null,
    keepalive: false,
    insecure: values.insecure === true,
    resolve: values.resolve ?? [],
  };
}

function wordsOf(command: string): string[] {
  try {
    const [program, ...words] = split(command.trim().replace(/^\$\s+/, ""));
    if (program !== undefined && /^(?:.*[\\/])?curl(?:\.exe)?$/.test(program)) return words;
  } catch {
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
} as const;

/** What says how curl behaves, and nothing about the request. */
const indifferent = {
  compressed: flag,
  location: { ...flag, short: "L" },
  include: { ...flag, short: "i" },
  silent: { ...flag, short: "s" },
  "show-error": { ...flag, short: "S" },
  verbose: { ...flag, short: "v" },
  fail: { ...flag, short: "f" },
  globoff: { ...flag, short: "g" },
  "no-buffer": { ...flag, short: "N" },
  "path-as-is": flag,
  http1_1: flag,
  http2: flag,
  http3: flag,
  ipv4: { ...flag, short: "4" },
  ipv6: { ...flag, short: "6" },
  output: { ...text, short: "o" },
  "dump-header": { ...text, short: "D" },
  "write-out": { ...text, short: "w" },
  "max-time": { ...text, short: "m" },
  "connect-timeout": text,
  retry: text,
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof telling }>>["values"];

function readWords(words: readonly string[]): { readonly urls: readonly string[]; readonly values: Values } {
  const args = words.map((word) => (word === "--http1.1" ? "--http1_1" : word));
  try {
    const { positionals, values } = parseArgs({
      args,
      options: { ...telling, ...indifferent },
      allowPositionals: true,
    });
    return { urls: [...positionals, ...(values.url ?? [])], values };
  } catch (error) {
    const option = /'(-[^' ]*)/.exec((error as Error).message)?.[1] ?? "an option";
    throw new UsageError(
      `--curl: ${option} is not understood here; leave it out, or give the request with -X, -H and -d.`,
    );
  }
}

function headersOf(values: Values): Header[] {
  const headers = (values.header ?? []).flatMap(headerOf);
  if (values["user-agent"] !== undefined) headers.push(["User-Agent", values["user-agent"]]);
  if (values.referer !== undefined) headers.push(["Referer", values.referer]);
  if (values.cookie !== undefined) headers.push(["Cookie", values.cookie.join("; ")]);
  if (values.user !== undefined)
    headers.push(["Authorization", `Basic ${Buffer.from(values.user).toString("base64")}`]);
  if (values["oauth2-bearer"] !== undefined) headers.push(["Authorization", `Bearer ${values["oauth2-bearer"]}`]);
  if (values.json !== undefined && get(headers, "Accept") === null) headers.push(["Accept", "application/json"]);
  return headers;
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
