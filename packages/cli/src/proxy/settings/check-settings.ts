import { checkProxyOptions, checkRateLimit } from "@concors/proxy";
import type { ProxyOptions, RateLimitOptions } from "@concors/proxy";
import { checkOperation, isPort, operationKeys } from "./check-operation.ts";
import { exposure } from "./exposure.ts";
import { anything, pagesOfThisMachine } from "./settings.ts";
import type { ProxySettings } from "./settings.ts";

/** One thing that is wrong with settings: a sentence, and what it is about. */
export interface SettingProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Settings, or all that is wrong with them. */
export type SettingsCheck =
  | { readonly ok: true; readonly settings: ProxySettings }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

type Given = Readonly<Record<string, unknown>>;

/**
 * Checks what may be settings, and fills in what they leave out: on this machine alone, pages of this machine may call,
 * ten times a second and address, and whatever is public may be fetched.
 */
export function checkSettings(value: unknown): SettingsCheck {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const message = "There are no settings in it: callers, targets, limits, rateLimit, host, port.";
    return { ok: false, problems: [{ path: [], message }] };
  }
  const given = value as Given;
  const { host = "127.0.0.1", port = 8080, open = false, rateLimit, cache, ...more } = given;
  const { limit, onExchange, onError, ...others } = more;
  const problems: SettingProblem[] = [];
  const add = (path: SettingProblem["path"], message: string): void => void problems.push({ path, message });
  if (typeof host !== "string" || host === "")
    add(["host"], `host ${JSON.stringify(host)} is no address to listen on.`);
  if (!isPort(port)) add(["port"], `port ${JSON.stringify(port)} is no port: a whole number from 0 to 65535.`);
  if (typeof open !== "boolean") add(["open"], `open ${JSON.stringify(open)} is neither true nor false.`);
  if (typeof cache === "string")
    add(["cache"], `cache ${JSON.stringify(cache)} is no number of megabytes: 64, for example.`);
  for (const [key, hook] of Object.entries({ limit, onExchange, onError }))
    if (hook !== undefined) add([key], `${key} is not a key that is known here: it takes a function.`);
  for (const message of exposure(String(host), open === true, given)) add([], message);
  const operation = checkOperation(given, add);

  const rate = rateLimit === undefined ? (open === true ? openRate : usualRate) : rateLimit;
  const checkedRate = rate === null ? null : checkRateLimit(rate, ["rateLimit"]);
  if (checkedRate?.ok === false) for (const { path, message } of checkedRate.issues) add(path, sentence(message));
  const options = Object.fromEntries(
    Object.entries({ ...others, cache: typeof cache === "string" ? undefined : cache }).filter(
      ([key, option]) => option !== undefined && !operationKeys.has(key),
    ),
  );
  const filled = { callers: defaultCallers(open === true), targets: { hosts: ["*"] }, ...options };
  const checked = checkProxyOptions(filled, ["host", "port", "open", "rateLimit", ...operationKeys]);
  if (!checked.ok) for (const { path, message } of checked.issues) add(path, sentence(message));
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    settings: {
      // Checked just now.
      ...withSecretKeys(filled as unknown as ProxyOptions, rate as RateLimitOptions | null),
      ...operation,
      rateLimit: rate as RateLimitOptions | null,
      host: host as string,
      port: port as number,
      open: open as boolean,
    },
  };
}

/** It may end in a question already. */
function sentence(message: string): string {
  return message.endsWith("?") ? message : `${message}.`;
}

/** What keeps a page that got into a loop from using up what a target grants; no person is as fast. */
const usualRate: RateLimitOptions = { requests: 600, seconds: 60 };

/** What a stranger may send to an open relay. */
const openRate: RateLimitOptions = { requests: 60, seconds: 60 };

function defaultCallers(open: boolean): object {
  return { origins: open ? "*" : pagesOfThisMachine, ...anything };
}

/** A key for this proxy is not for targets. */
function withSecretKeys(options: ProxyOptions, rate: RateLimitOptions | null): ProxyOptions {
  const by = rate?.by;
  return typeof by === "object"
    ? { ...options, secretHeaders: [...(options.secretHeaders ?? []), by.header] }
    : options;
}
