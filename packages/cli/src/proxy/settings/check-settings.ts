import { BlockList, isIP } from "node:net";
import { checkProxyOptions, checkRateLimit } from "@concors/proxy";
import type { ProxyOptions, RateLimitOptions } from "@concors/proxy";
import { pagesOfThisMachine } from "./settings.ts";
import type { ProxySettings } from "./settings.ts";

/** Settings, or a sentence for each thing that is wrong with them. */
export type SettingsCheck =
  | { readonly ok: true; readonly settings: ProxySettings }
  | { readonly ok: false; readonly messages: readonly string[] };

type Given = Readonly<Record<string, unknown>>;

/**
 * Checks what may be settings, and fills in what they leave out: on this machine alone, pages of this machine may call,
 * and whatever is public may be fetched.
 */
export function checkSettings(value: unknown): SettingsCheck {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { ok: false, messages: ["There are no settings in it: callers, targets, limits, rateLimit, host, port."] };
  const given = value as Given;
  const { host = "127.0.0.1", port = 8080, open = false, rateLimit, limit, onExchange, ...options } = given;
  const messages: string[] = [];
  if (typeof host !== "string" || host === "")
    messages.push(`host ${JSON.stringify(host)} is no address to listen on.`);
  if (!isPort(port)) messages.push(`port ${JSON.stringify(port)} is no port: a whole number from 0 to 65535.`);
  if (typeof open !== "boolean") messages.push(`open ${JSON.stringify(open)} is neither true nor false.`);
  for (const [key, hook] of Object.entries({ limit, onExchange }))
    if (hook !== undefined) messages.push(`${key} is not a key that is known here: it takes a function.`);
  messages.push(...exposure(String(host), open === true, given));

  const rate = rateLimit ?? (open === true ? openRate : undefined);
  const checkedRate = rate === undefined ? undefined : checkRateLimit(rate, ["rateLimit"]);
  if (checkedRate?.ok === false) messages.push(...checkedRate.issues.map(({ message }) => `${message}.`));
  const filled = { callers: defaultCallers(open === true), targets: { hosts: ["*"] }, ...defined(options) };
  const checked = checkProxyOptions(filled);
  if (!checked.ok) messages.push(...checked.issues.map(({ message }) => `${message}.`));
  if (messages.length > 0) return { ok: false, messages };
  return {
    ok: true,
    settings: {
      // Checked just now.
      ...withSecretKeys(filled as unknown as ProxyOptions, rate as RateLimitOptions | undefined),
      rateLimit: rate as RateLimitOptions | undefined,
      host: host as string,
      port: port as number,
      open: open as boolean,
    },
  };
}

/** What a stranger may send to an open relay. */
const openRate: RateLimitOptions = { requests: 60, seconds: 60 };

/** What pages may send: it is the targets that say what they take. */
const anything = { methods: "*", requestHeaders: ["*", "Authorization"], maxAge: 7200 } as const;

function defaultCallers(open: boolean): object {
  return { origins: open ? "*" : pagesOfThisMachine, ...anything };
}

/** A policy for origins that were named without one. */
export function callersOf(origins: readonly string[]): object {
  return { ...anything, origins: origins.length === 1 && origins[0] === "*" ? "*" : origins };
}

function isPort(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 65_536;
}

function defined(options: Given): Given {
  return Object.fromEntries(Object.entries(options).filter(([, option]) => option !== undefined));
}

/** Why others may not reach it yet: whoever leaves something out has not said that it may be anything. */
function exposure(host: string, open: boolean, { callers, targets }: Given): string[] {
  if (isLoopback(host) || open) return [];
  const messages: string[] = [];
  const others = `Others can reach ${host}`;
  if (callers === undefined)
    messages.push(`${others}, so say whose pages may call, with --origin https://app.example.com, or --open for all.`);
  if (targets === undefined || hostsOf(targets).includes("*"))
    messages.push(
      `${others}, so say what they may fetch, with --target api.example.com, or --open for all that is public.`,
    );
  return messages;
}

function hostsOf(targets: unknown): readonly unknown[] {
  const hosts: unknown = (targets as Given | null)?.["hosts"];
  return Array.isArray(hosts) ? (hosts as unknown[]) : [];
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether nobody but this machine can reach an address. A name may stand for any, but for that of this machine. */
export function isLoopback(host: string): boolean {
  const family = isIP(host);
  return family === 0 ? host.toLowerCase() === "localhost" : loopback.check(host, family === 4 ? "ipv4" : "ipv6");
}

/** A key for this proxy is not for targets. */
function withSecretKeys(options: ProxyOptions, rate: RateLimitOptions | undefined): ProxyOptions {
  const by = rate?.by;
  return typeof by === "object"
    ? { ...options, secretHeaders: [...(options.secretHeaders ?? []), by.header] }
    : options;
}
