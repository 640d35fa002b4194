import type { Evidence } from "./evidence.ts";

const reasonPhrases: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  204: "No Content",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  407: "Proxy Authentication Required",
  410: "Gone",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** A status as people know it: "404 Not Found". HTTP/2 sends the number alone. */
export function statusWords(status: number, statusText = ""): string {
  const phrase = statusText === "" ? reasonPhrases[status] : shortened(statusText, 60);
  return phrase === undefined ? String(status) : `${status} ${phrase}`;
}

/** The status of the answer that decided. */
export function answerStatus({ exchange }: Evidence): string {
  const response = exchange?.response ?? null;
  return response === null ? "nothing" : statusWords(response.status, response.statusText);
}

/** The value that decided, as far as a sentence can hold it. */
export function foundValue({ failure }: Evidence): string {
  return shortened(failure.actual ?? "", 120);
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** A URL for a sentence: without its query and fragment, which may be long, and secret. */
export function shortUrl(href: string): string {
  if (!URL.canParse(href)) return shortened(href, 120);
  const url = new URL(href);
  return url.host === "" ? shortened(href, 120) : `${url.protocol}//${url.host}${shortened(url.pathname, 80)}`;
}

/** The path alone, where the host is known. */
export function pathOf(href: string): string {
  return URL.canParse(href) ? shortened(new URL(href).pathname, 80) : shortened(href, 80);
}

export function hostOf(href: string): string {
  return URL.canParse(href) ? new URL(href).host : href;
}

/** "a", "a and b", "a, b and c". */
export function listWords(items: readonly string[], conjunction = "and"): string {
  if (items.length <= 1) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${conjunction} ${items.at(-1)!}`;
}

/** `content-type` → `Content-Type`. */
export function canonicalName(name: string): string {
  return name
    .toLowerCase()
    .replace(/(^|-)([a-z])/g, (_match, dash: string, letter: string) => dash + letter.toUpperCase());
}

/** "the answer" or "the answer to the preflight". */
export function answerWords({ exchange }: Evidence): string {
  return exchange?.kind === "preflight" ? "the answer to the preflight" : "the answer";
}

/** What was asked: "GET https://api.example.com/items". */
export function requestWords({ exchange, request }: Evidence): string {
  return exchange === null
    ? `${request.method} ${shortUrl(request.url)}`
    : `${exchange.method} ${shortUrl(exchange.url)}`;
}

/** Whose pages: "pages of https://app.example.com", or of none. */
export function pagesWords(origin: string): string {
  return origin === "null" ? "a page without an origin (null)" : `pages of ${origin}`;
}
