import type { TrustedProxies } from "../callers/client-address.ts";
import { checkCallers } from "./check-callers.ts";
import { checkSecretHeaders } from "./check-secret-headers.ts";
import { checkLimits } from "./check-limits.ts";
import { checkTargets, readNetwork } from "./check-targets.ts";
import { defaultLimits } from "./checked-options.ts";
import type { CheckedOptions } from "./checked-options.ts";
import { Findings } from "./findings.ts";
import type { OptionIssue } from "./option-issue.ts";
import type { CacheOptions, ProxyOptions } from "./proxy-options.ts";

/** What `checkProxyOptions` found. */
export type OptionsCheck =
  | { readonly ok: true; readonly options: CheckedOptions }
  | { readonly ok: false; readonly issues: readonly OptionIssue[] };

/**
 * Checks what may be options, from wherever they come: a file, the environment, a form. Never throws.
 *
 * @param others keys that are known where they come from, and are not among these: who misspelt one is told so
 */
export function checkProxyOptions(value: unknown, others: readonly string[] = []): OptionsCheck {
  const found = new Findings();
  const options = checkAll(value, others, found);
  return found.issues.length === 0 && options !== null
    ? { ok: true, options }
    : { ok: false, issues: Object.freeze(found.issues) };
}

const keys: readonly (keyof ProxyOptions)[] = [
  "callers",
  "targets",
  "limits",
  "secretHeaders",
  "webSockets",
  "http2",
  "cache",
  "trustProxy",
  "limit",
  "onExchange",
  "onError",
];

function checkAll(value: unknown, others: readonly string[], found: Findings): CheckedOptions | null {
  const options = found.object([], value, keys, "options-not-an-object", others);
  if (options === null) return null;
  const callers = checkCallers(options["callers"], found);
  const targets = checkTargets(options["targets"], found);
  const limits = checkLimits(options["limits"], found, defaultLimits);
  const secretHeaders = checkSecretHeaders(options["secretHeaders"], found);
  const webSockets = checkSwitch("webSockets", options, found);
  const http2 = checkSwitch("http2", options, found);
  const trustProxy = checkTrust(options["trustProxy"], found);
  const cache = checkCache(options["cache"], found);
  const { limit, onExchange, onError } = options as Partial<ProxyOptions>;
  for (const [key, hook] of Object.entries({ limit, onExchange, onError }))
    if (hook !== undefined && typeof hook !== "function") found.add("option-not-a-function", [key], hook);
  if (callers === null || targets === null) return null;
  return { callers, targets, limits, secretHeaders, webSockets, http2, trustProxy, cache, limit, onExchange, onError };
}

function checkTrust(value: unknown, found: Findings): TrustedProxies | null {
  if (value === undefined) return null;
  if (Array.isArray(value) && value.length > 0)
    return found.list(["trustProxy"], value, (path, entry) => readNetwork(path, entry, found));
  const isCount = typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 10;
  return isCount ? value : found.add("trust-proxy-invalid", ["trustProxy"], value);
}

/** Off, if it is left out. */
function checkSwitch(key: "webSockets" | "http2", options: Partial<Record<string, unknown>>, found: Findings): boolean {
  const value = options[key] ?? false;
  if (typeof value !== "boolean") found.add("option-not-a-boolean", [key], value);
  return value === true;
}

/** Below it, next to nothing would be kept. */
const leastCache = 65_536;

function checkCache(value: unknown, found: Findings): CacheOptions | null {
  if (value === undefined) return null;
  const { bytes } = found.object(["cache"], value, ["bytes"], "cache-invalid") ?? { bytes: leastCache };
  if (typeof bytes === "number" && Number.isSafeInteger(bytes) && bytes >= leastCache) return { bytes };
  return found.add("cache-invalid", ["cache"], value, leastCache);
}
