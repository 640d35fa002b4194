import { checkExposedHeaders, checkMethods, checkRequestHeaders } from "./check-lists.ts";
import { checkKeys, isObject } from "./check-keys.ts";
import { checkMaxAge } from "./check-max-age.ts";
import { checkOrigins } from "./check-origins.ts";
import { IssueList } from "./issue.ts";
import type { Issue, IssuePath } from "./issue.ts";
import type { Policy } from "./policy.ts";

/** What `checkPolicy` found. */
export type CheckedPolicy =
  | {
      readonly ok: true;
      /** A copy that nobody can change, for `createCors`. */
      readonly policy: Policy;
      /** What is allowed, but perhaps not meant. */
      readonly warnings: readonly Issue[];
    }
  | {
      readonly ok: false;
      /** What keeps the policy from being used; at least one. */
      readonly issues: readonly Issue[];
      readonly warnings: readonly Issue[];
    };

/**
 * Checks what may be a policy, from wherever it comes: a file, the environment, a form. Never throws.
 *
 * @example
 * const checked = checkPolicy(JSON.parse(text));
 * if (!checked.ok) for (const { message, fix } of checked.issues) console.error(message);
 */
export function checkPolicy(value: unknown): CheckedPolicy {
  const found = new IssueList();
  const policy = checkPolicyAt([], value, found);
  const warnings = Object.freeze(found.warnings);
  if (policy === null) return { ok: false, issues: Object.freeze(found.issues), warnings };
  return { ok: true, policy, warnings };
}

/** Checks the policy at a path of something larger; null if it has issues. */
export function checkPolicyAt(path: IssuePath, value: unknown, found: IssueList): Policy | null {
  if (!isObject(value)) {
    found.add("policy-not-an-object", path, value);
    return null;
  }
  const before = found.issues.length;
  // Checked is what is kept: who changes the object afterwards, or answers each reading of it otherwise, changes nothing.
  const policy = copyOf(value);
  checkKeys(path, policy, policyKeys, found);
  checkFlag([...path, "credentials"], policy["credentials"], found);
  checkFlag([...path, "debug"], policy["debug"], found);
  const dangers = checkDangers([...path, "dangerously"], policy["dangerously"], found);
  const credentials = policy["credentials"] === true;
  checkOrigins([...path, "origins"], policy["origins"], { credentials, dangers }, found);
  checkMethods([...path, "methods"], policy["methods"], found);
  checkRequestHeaders([...path, "requestHeaders"], policy["requestHeaders"], credentials, found);
  checkExposedHeaders([...path, "exposedHeaders"], policy["exposedHeaders"], credentials, found);
  checkMaxAge([...path, "maxAge"], policy["maxAge"], found);
  return found.issues.length === before ? (Object.freeze(policy) as unknown as Policy) : null;
}

const policyKeys = [
  "origins",
  "credentials",
  "methods",
  "requestHeaders",
  "exposedHeaders",
  "maxAge",
  "debug",
  "dangerously",
];

const dangerKeys = ["exposeToNetworkAttackers", "exposeToPublicSuffixNeighbors", "exposeToSandboxedPages"];

function checkDangers(path: IssuePath, value: unknown, found: IssueList): ReadonlySet<string> {
  const accepted = new Set<string>();
  if (value === undefined) return accepted;
  if (!isObject(value)) {
    found.add("policy-not-an-object", path, value);
    return accepted;
  }
  checkKeys(path, value, dangerKeys, found);
  for (const key of dangerKeys) {
    checkFlag([...path, key], value[key], found);
    if (value[key] === true) accepted.add(key);
  }
  return accepted;
}

function checkFlag(path: IssuePath, value: unknown, found: IssueList): void {
  if (value === undefined || typeof value === "boolean") return;
  const meant = value === "true" ? true : value === "false" ? false : undefined;
  found.add("flag-not-boolean", path, value, meant);
}

function copyOf(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(value).map(([key, held]) => [key, copyOfPart(key, held)] as const);
  return Object.fromEntries(entries);
}

function copyOfPart(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze([...(value as unknown[])]);
  return key === "dangerously" && isObject(value) ? Object.freeze({ ...value }) : value;
}
