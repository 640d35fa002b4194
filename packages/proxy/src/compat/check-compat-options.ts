import type { IssuePath } from "concors";
import { checkLimits } from "../options/check-options.ts";
import { checkTargets } from "../options/check-targets.ts";
import { defaultLimits } from "../options/checked-options.ts";
import type { CheckedLimits, CheckedTargets } from "../options/checked-options.ts";
import { Findings } from "../options/findings.ts";
import { isHttpToken } from "../options/http-token.ts";
import { ProxyOptionsError } from "../options/option-issue.ts";
import type { CompatOptions, HttpProxyOptions } from "./compat-options.ts";

/** Options that have been checked, with what was left out filled in. */
export interface CheckedCompatOptions extends Pick<
  CompatOptions,
  "handleInitialRequest" | "getProxyForUrl" | "checkRateLimit"
> {
  readonly originBlacklist: readonly string[];
  readonly originWhitelist: readonly string[];
  readonly redirectSameOrigin: boolean;
  /** In lower case; empty if none is required. */
  readonly requireHeader: readonly string[];
  /** In lower case. */
  readonly removeHeaders: readonly string[];
  /** Names in lower case. */
  readonly setHeaders: Readonly<Record<string, string>>;
  readonly corsMaxAge: number;
  readonly helpFile: string | null;
  readonly xfwd: boolean;
  readonly secure: boolean;
  readonly httpsOptions: NonNullable<CompatOptions["httpsOptions"]> | null;
  readonly targets: CheckedTargets;
  /** Its `redirects` are `maxRedirects`. */
  readonly limits: CheckedLimits;
}

const keys: readonly (keyof CompatOptions)[] = [
  "handleInitialRequest",
  "getProxyForUrl",
  "maxRedirects",
  "originBlacklist",
  "originWhitelist",
  "checkRateLimit",
  "redirectSameOrigin",
  "requireHeader",
  "removeHeaders",
  "setHeaders",
  "corsMaxAge",
  "helpFile",
  "httpProxyOptions",
  "httpsOptions",
  "targets",
  "limits",
];

const httpProxyKeys: readonly (keyof HttpProxyOptions)[] = ["xfwd", "secure", "timeout", "proxyTimeout"];

/** @throws ProxyOptionsError with everything that is wrong with the options */
export function checkCompatOptions(value: unknown): CheckedCompatOptions {
  const found = new Findings();
  const options = readOptions(found, found.object([], value ?? {}, keys, "option-not-an-object") ?? {});
  if (found.issues.length > 0) throw new ProxyOptionsError(Object.freeze(found.issues));
  return options;
}

type Given = Readonly<Record<string, unknown>>;

function readOptions(found: Findings, given: Given): CheckedCompatOptions {
  const { handleInitialRequest, getProxyForUrl, checkRateLimit } = given as CompatOptions;
  for (const [key, hook] of Object.entries({ handleInitialRequest, getProxyForUrl, checkRateLimit }))
    if (isThere(hook) && typeof hook !== "function") found.add("option-not-a-function", [key], hook);

  const requireHeader = given["requireHeader"];
  const httpProxy = objectAt(found, "httpProxyOptions", given);
  for (const key of Object.keys(httpProxy))
    if (!httpProxyKeys.some((known) => known === key))
      found.add("http-proxy-option-refused", ["httpProxyOptions", key], undefined, httpProxyKeys.join(", "));
  const maxRedirects = countAt(found, "maxRedirects", given, defaultLimits.redirects);
  return {
    handleInitialRequest,
    getProxyForUrl,
    checkRateLimit,
    originBlacklist: listAt(found, "originBlacklist", given, readOrigin),
    originWhitelist: listAt(found, "originWhitelist", given, readOrigin),
    redirectSameOrigin: flagAt(found, ["redirectSameOrigin"], given["redirectSameOrigin"], false),
    requireHeader: listAt(
      found,
      "requireHeader",
      typeof requireHeader === "string" && requireHeader !== "" ? { requireHeader: [requireHeader] } : given,
      readHeaderName,
    ),
    removeHeaders: listAt(found, "removeHeaders", given, readHeaderName),
    setHeaders: readHeaders(found, objectAt(found, "setHeaders", given)),
    corsMaxAge: countAt(found, "corsMaxAge", given, 0),
    helpFile: textAt(found, "helpFile", given),
    xfwd: flagAt(found, ["httpProxyOptions", "xfwd"], httpProxy["xfwd"], true),
    secure: flagAt(found, ["httpProxyOptions", "secure"], httpProxy["secure"], true),
    // What Node does not take, it says itself.
    httpsOptions: isThere(given["httpsOptions"]) ? objectAt(found, "httpsOptions", given) : null,
    targets: checkTargets({ hosts: ["*"], ...objectAt(found, "targets", given) }, found) ?? noTargets,
    limits: { ...readLimits(found, objectAt(found, "limits", given), httpProxy), redirects: maxRedirects },
  };
}

const noTargets: CheckedTargets = {
  hosts: [],
  denyHosts: [],
  schemes: [],
  ports: [],
  privateNetworks: [],
  denyNetworks: [],
  ca: undefined,
};

function readLimits(found: Findings, given: Given, { timeout, proxyTimeout }: Given): CheckedLimits {
  if ("redirects" in given) found.add("option-unknown", ["limits", "redirects"], given["redirects"], "maxRedirects");
  const idle = timeout ?? proxyTimeout;
  return checkLimits(
    {
      // Of these there is no limit in cors-anywhere, and all callers may have one address: that of a proxy before this one.
      requestBytes: null,
      responseBytes: null,
      inFlightPerAddress: given["inFlight"] ?? defaultLimits.inFlight,
      ...(isThere(idle) && { idleTimeout: idle }),
      ...(isThere(proxyTimeout) && { headersTimeout: proxyTimeout }),
      ...given,
    },
    found,
  );
}

/** cors-anywhere has null in the place of some defaults. */
function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function objectAt(found: Findings, key: string, given: Given): Given {
  const value = given[key];
  if (!isThere(value)) return {};
  return typeof value === "object" && !Array.isArray(value)
    ? (value as Given)
    : (found.add("option-not-an-object", [key], value) ?? {});
}

function listAt(
  found: Findings,
  key: string,
  given: Given,
  read: (found: Findings, path: IssuePath, entry: unknown) => string | null,
): readonly string[] {
  const value = given[key];
  // NB: An empty text is what an environment has in the place of no list.
  if (!isThere(value) || value === "") return [];
  return found.list([key], value, (path, entry) => read(found, path, entry));
}

function flagAt(found: Findings, path: IssuePath, value: unknown, fallback: boolean): boolean {
  if (!isThere(value)) return fallback;
  return typeof value === "boolean" ? value : (found.add("option-not-a-flag", path, value) ?? fallback);
}

function countAt(found: Findings, key: string, given: Given, fallback: number): number {
  const value = given[key];
  if (!isThere(value)) return fallback;
  const count = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0
    ? count
    : (found.add("option-not-a-count", [key], value) ?? fallback);
}

function textAt(found: Findings, key: string, given: Given): string | null {
  const value = given[key];
  if (!isThere(value)) return null;
  return typeof value === "string" ? value : found.add("option-not-a-text", [key], value);
}

function readHeaderName(found: Findings, path: IssuePath, entry: unknown): string | null {
  return typeof entry === "string" && isHttpToken(entry)
    ? entry.toLowerCase()
    : found.add("header-invalid", path, entry);
}

function readHeaders(found: Findings, given: Given): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const lowerName = readHeaderName(found, ["setHeaders", name], name);
    // NB: No issue repeats it: it may be a secret. What Node does not write is told by the request that would have it.
    if (typeof value !== "string") found.add("header-value-invalid", ["setHeaders", name], undefined);
    else if (lowerName !== null) headers[lowerName] = value;
  }
  return headers;
}

/** NB: An origin that is never met lets nobody in from a whitelist, and everybody from a blacklist. */
function readOrigin(found: Findings, path: IssuePath, entry: unknown): string | null {
  if (typeof entry !== "string") return found.add("option-not-a-text", path, entry);
  // No origin at all, and that of a sandboxed page.
  if (entry === "" || entry === "null") return entry;
  const fix = originOf(entry);
  return fix === entry
    ? entry
    : found.add("origin-never-sent", path, entry, fix ?? "each origin by itself, as in https://app.example.com");
}

/** The origin that was meant, as a browser writes it; null if it cannot be told. */
function originOf(text: string): string | null {
  const trimmed = text.trim();
  if (/[*\s]/.test(trimmed)) return null;
  // Those of extensions and applications are not parsed by the URL Standard.
  if (/^(?!https?:)[a-z][a-z0-9+.-]*:\/\/[^/?#]*$/i.test(trimmed)) return trimmed;
  try {
    const { origin } = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
    return origin === "null" ? null : origin;
  } catch {
    return null;
  }
}
