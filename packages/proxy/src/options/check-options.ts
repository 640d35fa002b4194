import { checkPolicy } from "concors";
import type { AnonymousPolicy } from "concors";
import { isHttpToken } from "./http-token.ts";
import { checkTargets } from "./check-targets.ts";
import { defaultLimits } from "./checked-options.ts";
import type { CheckedLimits, CheckedOptions } from "./checked-options.ts";
import { Findings } from "./findings.ts";
import type { OptionIssue } from "./option-issue.ts";
import type { ProxyOptions } from "./proxy-options.ts";

/** What `checkProxyOptions` found. */
export type OptionsCheck =
  | { readonly ok: true; readonly options: CheckedOptions }
  | { readonly ok: false; readonly issues: readonly OptionIssue[] };

/** Checks what may be options, from wherever they come: a file, the environment, a form. Never throws. */
export function checkProxyOptions(value: unknown): OptionsCheck {
  const found = new Findings();
  const options = checkAll(value, found);
  return found.issues.length === 0 && options !== null
    ? { ok: true, options }
    : { ok: false, issues: Object.freeze(found.issues) };
}

const keys: readonly (keyof ProxyOptions)[] = [
  "callers",
  "targets",
  "limits",
  "secretHeaders",
  "limit",
  "onExchange",
  "onError",
];

function checkAll(value: unknown, found: Findings): CheckedOptions | null {
  const options = found.object([], value, keys, "options-not-an-object");
  if (options === null) return null;
  const callers = checkCallers(options["callers"], found);
  const targets = checkTargets(options["targets"], found);
  const limits = checkLimits(options["limits"], found);
  const secretHeaders = found.list(["secretHeaders"], options["secretHeaders"] ?? [], (path, name) =>
    typeof name === "string" && isHttpToken(name)
      ? name.toLowerCase().replaceAll("_", "-")
      : found.add("header-invalid", path, name),
  );
  const { limit, onExchange, onError } = options as Partial<ProxyOptions>;
  for (const [key, hook] of Object.entries({ limit, onExchange, onError }))
    if (hook !== undefined && typeof hook !== "function") found.add("option-not-a-function", [key], hook);
  if (callers === null || targets === null) return null;
  return { callers, targets, limits, secretHeaders, limit, onExchange, onError };
}

function checkCallers(value: unknown, found: Findings): AnonymousPolicy | null {
  if (value === undefined)
    return found.add("option-missing", ["callers"], value, '{ origins: ["https://app.example.com"] }');
  const checked = checkPolicy(value);
  if (!checked.ok) for (const issue of checked.issues) found.issues.push(inside("callers", issue));
  if (!checked.ok) return null;
  const { policy } = checked;
  return policy.credentials === true ? found.add("callers-with-credentials", ["callers", "credentials"], true) : policy;
}

function inside(key: string, issue: OptionIssue): OptionIssue {
  const message = issue.path.length === 0 ? issue.message.replace(/^policy/, key) : `${key}.${issue.message}`;
  return Object.freeze({ ...issue, path: [key, ...issue.path], message });
}

/** Of what no limit may be set. */
const endless: ReadonlySet<string> = new Set(["idleTimeout", "totalTimeout", "requestBytes", "responseBytes"]);

/** For how long a timer of Node can be set. */
const largest = 2 ** 31 - 1;

export function checkLimits(value: unknown, found: Findings): CheckedLimits {
  const names = Object.keys(defaultLimits) as (keyof CheckedLimits)[];
  const given = value === undefined ? {} : (found.object(["limits"], value, names) ?? {});
  const limits: Record<string, unknown> = { ...defaultLimits };
  for (const name of names) {
    const limit = given[name];
    if (limit === undefined || (limit === null && endless.has(name))) {
      if (limit === null) limits[name] = null;
      continue;
    }
    if (isLimit(name, limit)) limits[name] = limit;
    else found.add("limit-invalid", ["limits", name], limit, leastOf(name));
  }
  return limits as unknown as CheckedLimits;
}

function leastOf(name: string): number {
  return name === "redirects" ? 0 : 1;
}

function isLimit(name: string, value: unknown): boolean {
  const most = name.endsWith("Timeout") ? largest : Number.MAX_SAFE_INTEGER;
  return typeof value === "number" && Number.isInteger(value) && value >= leastOf(name) && value <= most;
}
