import type { AnonymousPolicy } from "concors";
import type { Network } from "../guard/address-rules.ts";
import type { LimitOptions, ProxyOptions } from "./proxy-options.ts";

/** Options that have been checked, with what was left out filled in. */
export interface CheckedOptions extends Pick<ProxyOptions, "limit" | "onExchange" | "onError"> {
  readonly callers: AnonymousPolicy;
  readonly targets: CheckedTargets;
  readonly limits: CheckedLimits;
  /** In lower case, with hyphens. */
  readonly secretHeaders: readonly string[];
}

export interface CheckedTargets {
  readonly hosts: readonly string[];
  readonly denyHosts: readonly string[];
  readonly schemes: readonly ("https" | "http")[];
  /** Null: all but those that are blocked. */
  readonly ports: readonly number[] | null;
  readonly privateNetworks: readonly Network[];
  readonly denyNetworks: readonly Network[];
  readonly ca: readonly string[] | undefined;
}

export type CheckedLimits = { readonly [Name in keyof LimitOptions]-?: Exclude<LimitOptions[Name], undefined> };

export const defaultLimits: CheckedLimits = {
  connectTimeout: 10_000,
  headersTimeout: 30_000,
  idleTimeout: 60_000,
  totalTimeout: null,
  requestBytes: 10 * 1024 ** 2,
  responseBytes: 100 * 1024 ** 2,
  headerCount: 100,
  redirects: 5,
  inFlight: 1000,
  inFlightPerAddress: 50,
};
