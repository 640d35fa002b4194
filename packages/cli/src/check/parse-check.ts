import type { EngineName } from "@concors/browser";
import type { ServerName } from "@concors/explain";
import type { CredentialsMode, EmbedderPolicyValue, Header, RedirectMode, RequestMode } from "concors/protocol";
import { UsageError } from "../usage-error.ts";
import type { CheckInput } from "./check-input.ts";
import { parseFrom, parseHeader, parseMethod, parseResolve, parseUrl } from "./parse-request.ts";
import { parseCurl } from "./ways-in/curl-command.ts";
import { parseFetch } from "./ways-in/fetch-snippet.ts";
import type { GivenRequest } from "./ways-in/given-request.ts";

/** The options of `concors check`, as commander leaves them. */
export interface CheckOptions {
  readonly from?: string;
  readonly request?: string;
  readonly header: readonly string[];
  readonly data?: string;
  readonly curl?: string;
  readonly fetch?: string;
  readonly credentials?: CredentialsMode;
  readonly mode?: RequestMode;
  readonly redirect?: RedirectMode;
  readonly browser: EngineName | "all";
  readonly sandboxed?: true;
  readonly coep: EmbedderPolicyValue;
  readonly json?: true;
  readonly print?: "curl";
  readonly fix?: ServerName | "auto";
  readonly verbose?: true;
  readonly send?: true;
  readonly insecure?: true;
  readonly resolve: readonly string[];
  readonly timeout: string;
  readonly color: boolean;
}

/** @throws UsageError with one line about what is wrong */
export function parseCheck(urlText: string | undefined, options: CheckOptions): CheckInput {
  const given = givenRequest(urlText, options);
  const url = parseUrl(given.url);
  const from = parseFrom(options.from ?? given.from ?? missingFrom());
  const body = options.data ?? given.body;
  const method = parseMethod(options.request ?? given.method ?? (body === null ? "GET" : "POST"));
  if (body !== null && (method === "GET" || method === "HEAD")) {
    throw new UsageError(`-d with -X ${method}: in a page a ${method} request has no body.`);
  }
  const credentials = options.credentials ?? given.credentials ?? "same-origin";
  return {
    url,
    page: {
      ...(from === null
        ? pageWithoutOrigin(url)
        : { url: from, sandboxed: options.sandboxed === true, addressSpace: null }),
      embedderPolicy: options.coep,
    },
    method,
    headers: [...given.headers, ...options.header.map(parseHeader)],
    body,
    credentials,
    cookies: options.credentials === "include" ? given.cookies : null,
    mode: options.mode ?? given.mode ?? "cors",
    redirect: options.redirect ?? given.redirect ?? "follow",
    engines: options.browser === "all" ? ["spec", "chromium", "firefox", "webkit"] : [options.browser],
    send: options.send === true,
    insecure: options.insecure === true || given.insecure,
    resolve: [...options.resolve, ...given.resolve].map(parseResolve),
    timeout: parseTimeout(options.timeout),
    fix: options.fix ?? null,
    remarks: [...given.remarks, ...cookieRemarks(given, options)],
  };
}

/** The request by the one way that the user took. */
function givenRequest(url: string | undefined, { curl, fetch }: CheckOptions): GivenRequest {
  const ways = [url, curl, fetch].filter((way) => way !== undefined);
  if (ways.length === 0) {
    throw new UsageError("say what the page fetches: a URL, or --curl or --fetch with what developer tools copied.");
  }
  if (ways.length > 1)
    throw new UsageError("a URL, --curl and --fetch each say what the page fetches: give one of them.");
  if (curl !== undefined) return withPageHeaders(parseCurl(curl));
  if (fetch !== undefined) return withPageHeaders(parseFetch(fetch));
  return { ...nothingGiven, url: url! };
}

const nothingGiven: Omit<GivenRequest, "url"> = {
  method: null,
  headers: [],
  body: null,
  from: null,
  cookies: null,
  credentials: null,
  mode: null,
  redirect: null,
  insecure: false,
  resolve: [],
  remarks: [],
};

/** Whoever wrote them, they have to be headers. */
function withPageHeaders(given: GivenRequest): GivenRequest {
  return { ...given, headers: given.headers.map(([name, value]): Header => parseHeader(`${name}: ${value}`)) };
}

function missingFrom(): never {
  throw new UsageError(
    "--from is missing: the origin of the page that makes the request, like https://app.example.com.",
  );
}

/** The server may answer otherwise without them, and the user has to know that. */
function cookieRemarks({ cookies }: GivenRequest, { credentials }: CheckOptions): string[] {
  if (cookies === null || credentials !== undefined) return [];
  return [
    'The request carries cookies, so it is taken for one with credentials: "include"; they are not sent. --credentials include sends them.',
  ];
}

/** A page needs an address. With this one nothing is mixed content, no site its own, and no network more private. */
function pageWithoutOrigin({ protocol }: URL): Omit<CheckInput["page"], "embedderPolicy"> {
  return { url: new URL(`${protocol}//sandboxed.invalid/`), sandboxed: true, addressSpace: "loopback" };
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 3600))
    throw new UsageError(`--timeout ${text}: it takes seconds, from 0.001 to 3600.`);
  return Math.ceil(seconds * 1000);
}
