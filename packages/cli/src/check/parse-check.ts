import type { Destination } from "@concors/explain";
import { isHstsPreloaded } from "@concors/explain";
import { readText } from "../text-file.ts";
import { UsageError } from "../usage-error.ts";
import type { CheckInput } from "./check-input.ts";
import type { CheckOptions } from "./check-options.ts";
import { initiated, methodOf } from "./initiator.ts";
import { parsePage } from "./parse-page.ts";
import { parseHeader, parseMethod, parseRead, parseResolve, parseUrl } from "./parse-request.ts";
import type { GivenRequest } from "./ways-in/given-request.ts";
import { givenRequest } from "./ways-in/given.ts";
import { readUrl } from "./ways-in/read-url.ts";

/** @throws UsageError with one line about what is wrong */
export function parseCheck(urlText: string | undefined, options: CheckOptions): CheckInput {
  const given = givenRequest(urlText, options);
  const destination = options.as ?? (given.isXhr === true ? "xhr" : "fetch");
  // What is wrong with the URL is said before what is missing beside it.
  if (options.fetch === undefined) parseUrl(given.url);
  const page = parsePage(given, options);
  const { url, urlLiteral } =
    options.fetch === undefined ? { url: parseUrl(given.url), urlLiteral: null } : readUrl(given.url, page.url);
  const headers = [...given.headers, ...options.header.map(parseHeader)];
  const start = initiated(destination, options.crossorigin ?? null, headers);
  if (options.real !== undefined) checkReal(given, options, destination);
  return {
    url,
    urlLiteral,
    page,
    destination,
    ...methodAndBody(given, options, destination),
    headers,
    credentials: options.credentials ?? given.credentials ?? start.credentials ?? "same-origin",
    cookies: options.credentials === "include" ? given.cookies : null,
    mode: options.mode ?? start.mode ?? given.mode ?? "cors",
    redirect: options.redirect ?? given.redirect ?? "follow",
    keepalive: keepaliveOf(given, options, destination),
    reads: (options.read ?? []).map((name) => parseRead(name, destination)),
    readsBody: given.readsBody === true,
    strictTransportSecurity: hstsOf(url, options),
    engines: options.browser === "all" ? ["spec", "chromium", "firefox", "webkit"] : [options.browser],
    send: options.send === true,
    real: options.real ?? null,
    insecure: options.insecure === true || given.insecure,
    authorities: options.cacert === undefined ? null : readAuthorities(options.cacert),
    resolve: [...options.resolve, ...given.resolve].map(parseResolve),
    timeout: parseTimeout(options.timeout),
    fix: options.fix ?? null,
    remarks: [...given.remarks, ...cookieRemarks(given, options)],
  };
}

/** @throws UsageError if there are none in the file */
function readAuthorities(path: string): string {
  const text = readText(path, `--cacert ${path}`);
  if (!text.includes("-----BEGIN CERTIFICATE-----"))
    throw new UsageError(`--cacert ${path}: there is no certificate in it (PEM).`);
  return text;
}

function methodAndBody(
  given: GivenRequest,
  options: CheckOptions,
  destination: Destination,
): Pick<CheckInput, "method" | "body"> {
  const body = options.data ?? given.body;
  if (options.send === true && options.data === undefined && given.bodyIsUnknown === true) {
    throw new UsageError("--send: the body is only known when the program runs; say with -d what is to be sent.");
  }
  const own = methodOf(destination);
  const method = parseMethod(options.request ?? given.method ?? own ?? (body === null ? "GET" : "POST"));
  if (own !== null && (method !== own || options.header.length > 0)) {
    throw new UsageError(`--as ${destination} sends ${own}, without headers of the page's: leave -X and -H out.`);
  }
  if (body !== null && (method === "GET" || method === "HEAD")) {
    throw new UsageError(`-d with -X ${method}: in a page a ${method} request has no body.`);
  }
  return { method, body };
}

/** @throws UsageError if it is not fetch that asks */
function keepaliveOf(given: GivenRequest, { keepalive }: CheckOptions, destination: Destination): boolean {
  if (keepalive === true && destination !== "fetch") {
    throw new UsageError(`--keepalive is an option of fetch: leave --as ${destination} out.`);
  }
  return keepalive ?? given.keepalive;
}

/** @throws UsageError if a real browser would do more than the user asked for, or less */
function checkReal(given: GivenRequest, options: CheckOptions, destination: Destination): void {
  const { method } = methodAndBody(given, options, destination);
  if (!/^(?:GET|HEAD|OPTIONS)$/.test(method) && options.send !== true) {
    throw new UsageError(`--real sends the ${method} itself, which may change something: add --send.`);
  }
  if (options.browser !== "all" && options.browser !== options.real) {
    throw new UsageError(`--real ${options.real ?? ""} is held against what is explained for it: leave --browser out.`);
  }
  if (options.hsts === true) throw new UsageError("--real and --hsts: a new profile of a browser knows no host.");
}

function hstsOf({ hostname, protocol }: URL, { hsts }: CheckOptions): CheckInput["strictTransportSecurity"] {
  if (hsts === true && protocol === "https:") {
    throw new UsageError("--hsts is about http URLs, which a browser asks by https; this one is https already.");
  }
  if (hsts === true && isAddress(hostname)) {
    throw new UsageError(`--hsts: browsers remember that for names, and ${hostname} is an address.`);
  }
  if (hsts === true) return "told";
  return protocol === "http:" && isHstsPreloaded(hostname) ? "preloaded" : null;
}

function isAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
}

/** The server may answer otherwise without them, and the user has to know that. */
function cookieRemarks({ cookies }: GivenRequest, { credentials }: CheckOptions): string[] {
  if (cookies === null || credentials !== undefined) return [];
  return [
    'The request carries cookies, so it is taken for one with credentials: "include"; they are not sent. --credentials include sends them.',
  ];
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 3600))
    throw new UsageError(`--timeout ${text}: it takes seconds, from 0.001 to 3600.`);
  return Math.ceil(seconds * 1000);
}
