import type { EngineName } from "@concors/browser";
import type { ServerName } from "@concors/explain";
import type { CredentialsMode, EmbedderPolicyValue, RedirectMode, RequestMode } from "concors/protocol";
import { UsageError } from "../usage-error.ts";
import type { CheckInput } from "./check-input.ts";
import { parseFrom, parseHeader, parseMethod, parseResolve, parseUrl } from "./parse-request.ts";

/** The options of `concors check`, as commander leaves them. */
export interface CheckOptions {
  readonly from?: string;
  readonly request?: string;
  readonly header: readonly string[];
  readonly data?: string;
  readonly credentials: CredentialsMode;
  readonly mode: RequestMode;
  readonly redirect: RedirectMode;
  readonly browser: EngineName | "all";
  readonly sandboxed?: true;
  readonly coep: EmbedderPolicyValue;
  readonly json?: true;
  readonly curl?: true;
  readonly fix?: ServerName | "auto";
  readonly verbose?: true;
  readonly send?: true;
  readonly insecure?: true;
  readonly resolve: readonly string[];
  readonly timeout: string;
  readonly color: boolean;
}

/** @throws UsageError with one line about what is wrong */
export function parseCheck(urlText: string, options: CheckOptions): CheckInput {
  const url = parseUrl(urlText);
  if (options.from === undefined) {
    throw new UsageError(
      "--from is missing: the origin of the page that makes the request, like https://app.example.com.",
    );
  }
  const from = parseFrom(options.from);
  const body = options.data ?? null;
  const method = parseMethod(options.request ?? (body === null ? "GET" : "POST"));
  if (body !== null && (method === "GET" || method === "HEAD")) {
    throw new UsageError(`-d with -X ${method}: in a page a ${method} request has no body.`);
  }
  return {
    url,
    page: {
      ...(from === null
        ? pageWithoutOrigin(url)
        : { url: from, sandboxed: options.sandboxed === true, addressSpace: null }),
      embedderPolicy: options.coep,
    },
    method,
    headers: options.header.map(parseHeader),
    body,
    credentials: options.credentials,
    mode: options.mode,
    redirect: options.redirect,
    engines: options.browser === "all" ? ["spec", "chromium", "firefox", "webkit"] : [options.browser],
    send: options.send === true,
    insecure: options.insecure === true,
    resolve: options.resolve.map(parseResolve),
    timeout: parseTimeout(options.timeout),
    fix: options.fix ?? null,
  };
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
