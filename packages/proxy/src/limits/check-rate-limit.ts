import type { IssuePath } from "concors";
import { Findings } from "../options/findings.ts";
import { isHttpToken } from "../options/http-token.ts";
import type { OptionIssue } from "../options/option-issue.ts";
import type { ApiKeys, CheckedRateLimit, RateLimitOptions } from "./rate-limit-options.ts";

/** What `checkRateLimit` found. */
export type RateLimitCheck =
  | { readonly ok: true; readonly options: CheckedRateLimit }
  | { readonly ok: false; readonly issues: readonly OptionIssue[] };

const keys: readonly (keyof RateLimitOptions)[] = ["requests", "seconds", "by", "callers"];

const byKeys: readonly (keyof ApiKeys)[] = ["header", "keys"];

/** A day. */
const longest = 86_400;

/** Beyond it the table would need more memory than a limit is worth. */
const most = 1_000_000;

/**
 * Checks what may be the options of a rate limit, from wherever they come. Never throws.
 *
 * @param path where they stand, for what the issues say
 */
export function checkRateLimit(value: unknown, path: IssuePath = []): RateLimitCheck {
  const found = new Findings();
  const options = checkAll(value, path, found);
  return found.issues.length === 0 && options !== null
    ? { ok: true, options }
    : { ok: false, issues: Object.freeze(found.issues) };
}

function checkAll(value: unknown, path: IssuePath, found: Findings): CheckedRateLimit | null {
  const given = found.object(path, value, keys, "rate-limit-not-an-object");
  if (given === null) return null;

  function count(key: "requests" | "seconds" | "callers", largest: number, fallback?: number): number {
    const number = given?.[key] ?? fallback;
    const isCount = typeof number === "number" && Number.isInteger(number) && number >= 1 && number <= largest;
    if (isCount) return number;
    found.add("rate-limit-invalid", [...path, key], number, largest);
    return 1;
  }

  return {
    requests: count("requests", most),
    seconds: count("seconds", longest),
    callers: count("callers", most, 100_000),
    by: checkBy(given["by"] ?? "address", [...path, "by"], found),
  };
}

function checkBy(value: unknown, path: IssuePath, found: Findings): CheckedRateLimit["by"] {
  if (value === "address" || value === "origin") return value;
  if (typeof value !== "object") {
    found.add("rate-limit-by-unknown", path, value);
    return "address";
  }
  // No issue repeats what stands here: it is a key, or is near one.
  const names = value === null || Array.isArray(value) ? null : withoutValues(value);
  if (found.object(path, names, byKeys, "rate-limit-by-unknown") === null) return "address";
  const { header, keys: known } = value as Readonly<Record<string, unknown>>;
  const isName = typeof header === "string" && isHttpToken(header);
  if (!isName) found.add("header-invalid", [...path, "header"], header);
  if (!Array.isArray(known)) found.add("option-not-a-list", [...path, "keys"], undefined);
  return {
    header: isName ? header.toLowerCase() : "",
    keys: found.list([...path, "keys"], Array.isArray(known) ? known : [], (at, key) =>
      typeof key === "string" && key !== "" ? key : found.add("api-key-invalid", at, undefined),
    ),
  };
}

function withoutValues(value: object): object {
  return Object.fromEntries(Object.keys(value).map((key) => [key, undefined]));
}
