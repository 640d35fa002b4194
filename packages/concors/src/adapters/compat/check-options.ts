import { isObject } from "../../policy/check-object.ts";
import { listIn } from "../../policy/check-lists.ts";
import { checkPolicy } from "../../policy/check-policy.ts";
import type { IssuePath } from "../../policy/issue.ts";
import { nearestKey } from "../../policy/nearest-key.ts";
import { checkOriginOption } from "./check-origin-option.ts";
import { OptionIssueList } from "./option-issue.ts";
import { optionKeys } from "./options.ts";

/** Finds what is unsafe in options, and what cannot have been meant. Never throws. */
export function checkOptions(options: unknown): OptionIssueList {
  const found = new OptionIssueList();
  if (!isObject(options)) {
    found.add("options-not-an-object", ["options"], options);
    return found;
  }
  for (const [key, value] of Object.entries(options)) {
    if ((optionKeys as readonly string[]).includes(key)) continue;
    const meant = nearestOption(key);
    if (meant === undefined) found.add("key-unrecognized", [key], value);
    else found.add("key-unknown", [key], value, meant);
  }
  const { credentials, optionsSuccessStatus: status } = options;
  if (credentials !== undefined && typeof credentials !== "boolean") {
    found.warn("flag-not-boolean", ["credentials"], credentials, credentials === "true" ? true : undefined);
  }
  if (status !== undefined && !(typeof status === "number" && status >= 200 && status <= 299)) {
    found.warn("status-not-successful", ["optionsSuccessStatus"], status, 204);
  }
  checkOriginOption(options, credentials === true, found);
  checkLists(options, credentials === true, found);
  return found;
}

function nearestOption(key: string): string | undefined {
  // The one name that a policy has for it, and these options have not.
  if (/^(?:request-?)headers$/i.test(key)) return "allowedHeaders";
  return nearestKey(key, optionKeys);
}

/** What a policy calls it: it has the same rules for what a header's value can mean. */
const policyKeys: ReadonlyMap<string, string> = new Map([
  ["methods", "methods"],
  ["allowedHeaders", "requestHeaders"],
  ["headers", "requestHeaders"],
  ["exposedHeaders", "exposedHeaders"],
  ["maxAge", "maxAge"],
]);

function checkLists(options: Readonly<Record<string, unknown>>, credentials: boolean, found: OptionIssueList): void {
  for (const [key, policyKey] of policyKeys) {
    const value = options[key];
    if (value === undefined || value === null || value === "") continue;
    const meant = key === "maxAge" ? secondsOf(value) : listOf(value);
    if (credentials && meant === "*") {
      found.warn("star-beside-credentials", [key], value);
      continue;
    }
    const checked = checkPolicy({ origins: "*", [policyKey]: meant });
    for (const { code, path, value: at, fix } of checked.ok
      ? checked.warnings
      : [...checked.issues, ...checked.warnings]) {
      // A list of everything that a request may have, which does no harm: it is in many an example.
      if (code === "header-forbidden" || code === "listed-twice") continue;
      found.warn(code, pathIn(key, value, path), at, fix);
    }
  }
}

/** Where in the options it is: a text has no entries. */
function pathIn(key: string, value: unknown, path: IssuePath): IssuePath {
  return Array.isArray(value) ? [key, ...path.slice(1)] : [key];
}

function secondsOf(value: unknown): unknown {
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
}

function listOf(value: unknown): unknown {
  const list = listIn(value) ?? value;
  return Array.isArray(list) && list.length === 1 && list[0] === "*" ? "*" : list;
}
