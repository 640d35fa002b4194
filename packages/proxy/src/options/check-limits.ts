import type { CheckedLimits } from "./checked-options.ts";
import type { Findings } from "./findings.ts";

/** Of what no limit may be set. */
const endless: ReadonlySet<string> = new Set(["idleTimeout", "totalTimeout", "requestBytes", "responseBytes"]);

/** For how long a timer of Node can be set. */
const largest = 2 ** 31 - 1;

/** @param defaults of all limits that there are: no other is known */
export function checkLimits<Name extends keyof CheckedLimits>(
  value: unknown,
  found: Findings,
  defaults: Pick<CheckedLimits, Name>,
): Pick<CheckedLimits, Name> {
  const names = Object.keys(defaults) as Name[];
  const given = value === undefined ? {} : (found.object(["limits"], value, names) ?? {});
  const limits: Record<string, unknown> = { ...defaults };
  for (const name of names) {
    const limit = given[name];
    if (limit === undefined || (limit === null && endless.has(name))) {
      if (limit === null) limits[name] = null;
      continue;
    }
    if (isLimit(name, limit)) limits[name] = limit;
    else found.add("limit-invalid", ["limits", name], limit, leastOf(name));
  }
  return limits as unknown as Pick<CheckedLimits, Name>;
}

function leastOf(name: string): number {
  return name === "redirects" ? 0 : 1;
}

function isLimit(name: string, value: unknown): boolean {
  const most = name.endsWith("Timeout") ? largest : Number.MAX_SAFE_INTEGER;
  return typeof value === "number" && Number.isInteger(value) && value >= leastOf(name) && value <= most;
}
