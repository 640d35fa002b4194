import type { SiteError } from "@concors/config";
import type { Command } from "commander";
import { nameOf, readText } from "../text-file.ts";
import { UsageError } from "../usage-error.ts";

/** The options that say a policy, as commander leaves them. */
export interface SiteOptions {
  readonly policy?: string;
  readonly origin: readonly string[];
  readonly credentials?: true;
  readonly method: readonly string[];
  readonly requestHeader: readonly string[];
  readonly expose: readonly string[];
  readonly maxAge?: string;
}

/** Adds the options that say a policy: a file, or, for a small one, flags. */
export function addSiteOptions(command: Command): Command {
  const collect = (value: string, values: readonly string[]): readonly string[] => [...values, value];
  return command
    .option("--policy <file>", "a policy, or a site of several, as JSON; - for standard input")
    .option(
      "--origin <pattern>",
      'an origin that may read, like https://*.example.com, or "*"; repeatable',
      collect,
      [],
    )
    .option("--credentials", "cookies and HTTP authentication may come along")
    .option("--method <name>", "a method that pages may use; repeatable", collect, [])
    .option("--request-header <name>", "a header that pages may send; repeatable", collect, [])
    .option("--expose <name>", "a header that pages may read; repeatable", collect, [])
    .option("--max-age <seconds>", "for how long a preflight may be remembered");
}

/**
 * What may be a site: nothing of it is checked yet.
 *
 * @throws UsageError with one line, if there is none
 */
export function readSite(options: SiteOptions): unknown {
  const flags = policyOfFlags(options);
  if (options.policy === undefined) {
    if (flags === null)
      throw new UsageError(
        "--policy FILE is missing: a policy as JSON; or say it by --origin https://app.example.com.",
      );
    return flags;
  }
  if (flags !== null) throw new UsageError("--policy beside flags that say a policy: put all of it into the file.");
  return parseJson(options.policy, readText(options.policy));
}

function policyOfFlags({ origin, credentials, method, requestHeader, expose, maxAge }: SiteOptions): object | null {
  const list = (names: readonly string[]): "*" | readonly string[] =>
    names.length === 1 && names[0] === "*" ? "*" : names;
  const policy = {
    ...(origin.length > 0 && { origins: list(origin) }),
    ...(credentials === true && { credentials }),
    ...(method.length > 0 && { methods: list(method) }),
    ...(requestHeader.length > 0 && { requestHeaders: list(requestHeader) }),
    ...(expose.length > 0 && { exposedHeaders: list(expose) }),
    ...(maxAge !== undefined && { maxAge: /^\d+$/.test(maxAge) ? Number(maxAge) : maxAge }),
  };
  return Object.keys(policy).length === 0 ? null : policy;
}

/** @throws UsageError with one line, if it is none */
export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${nameOf(file)} is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Each issue of a site on a line of its own. */
export function siteErrorLines(error: SiteError, { policy }: SiteOptions): string {
  return error.issues
    .map(({ message }) => `concors: ${policy === undefined ? "" : `${nameOf(policy)}: `}${message}\n`)
    .join("");
}
