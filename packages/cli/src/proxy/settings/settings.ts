import type { ProxyOptions, RateLimitOptions } from "@concors/proxy";
import type { OriginPattern } from "concors";

/** What `concors proxy` is told, by a file or by flags: a proxy's options but for its functions, and where it listens. */
export interface ProxySettings extends Omit<ProxyOptions, "limit" | "onExchange"> {
  readonly host: string;
  readonly port: number;
  /** Whether it was spelled out that strangers may fetch whatever is public. */
  readonly open: boolean;
  readonly rateLimit: RateLimitOptions | undefined;
}

/** Pages on this machine, whatever port they are on. */
export const pagesOfThisMachine: readonly OriginPattern[] = ["localhost", "127.0.0.1", "[::1]"].flatMap(
  (host) => [`http://${host}:*`, `https://${host}:*`] as const,
);
