import type { ProxyOptions, RateLimitOptions } from "@concors/proxy";
import type { OriginPattern } from "concors";

/** What `concors proxy` is told: a proxy's options but for its functions, and how it is run. JSON can hold it. */
export interface ProxySettings extends Omit<ProxyOptions, "limit" | "onExchange" | "onError">, OperationSettings {
  readonly host: string;
  readonly port: number;
  /** Whether it was spelled out that strangers may fetch whatever is public. */
  readonly open: boolean;
  /** Null for none. */
  readonly rateLimit: RateLimitOptions | null;
}

/** How it is run. */
export interface OperationSettings {
  /** Where health and metrics are told; null for nowhere. */
  readonly admin: { readonly host: string; readonly port: number } | null;
  readonly log: LogKind;
  /** Seconds between "not ready" and taking no more connections. */
  readonly drainDelay: number;
  /** Processes that take requests. */
  readonly workers: number;
  /** What counts rates for all processes; null: each counts by itself. */
  readonly redis: RedisSettings | null;
}

export interface RedisSettings {
  /** With a password, if there is one: it is never printed. */
  readonly url: string;
  /** What holds while it does not answer: each process counts alone, or refuses requests. */
  readonly whenAway: "open" | "closed";
}

export const logKinds = ["text", "json", "none"] as const;

/** Lines for a person, a JSON object a line, or none for requests. */
export type LogKind = (typeof logKinds)[number];

/** Pages on this machine, whatever port they are on. */
export const pagesOfThisMachine: readonly OriginPattern[] = ["localhost", "127.0.0.1", "[::1]"].flatMap(
  (host) => [`http://${host}:*`, `https://${host}:*`] as const,
);

/** What pages may send, if nobody says it: it is the targets that say what they take. */
export const anything = { methods: "*", requestHeaders: ["*", "Authorization"], maxAge: 7200 } as const;
