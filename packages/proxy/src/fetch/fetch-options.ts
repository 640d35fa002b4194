import type { AnonymousPolicy } from "concors";
import type { Admission } from "../callers/caller.ts";
import type { CheckedLimits } from "../options/checked-options.ts";
import type { LimitOptions, TargetOptions } from "../options/proxy-options.ts";

/** What can be limited where a platform makes the connections. */
export type FetchLimitName =
  | "headersTimeout"
  | "idleTimeout"
  | "totalTimeout"
  | "requestBytes"
  | "responseBytes"
  | "headerCount"
  | "redirects"
  | "inFlight";

/** What a proxy is told that runs where there is `fetch`, and no sockets. */
export interface FetchProxyOptions {
  /** Who may call: a policy of `concors`, without credentials. */
  readonly callers: AnonymousPolicy;
  /**
   * What may be fetched. NB: No address is judged here, as `fetch` connects to whatever a name stands for: that nothing private
   * can be reached is the platform's to see to. So an address has to be named itself among `hosts`, and so has a name that no
   * public server has (`localhost`, one without a dot, `*.internal`): not even `"*"` stands for them.
   */
  readonly targets: Pick<TargetOptions, "hosts" | "denyHosts" | "schemes" | "ports">;
  /** As of a proxy of `@concors/proxy`; `headersTimeout` is for all redirects together, and `inFlight` counts those of one isolate or process. */
  readonly limits?: Pick<LimitOptions, FetchLimitName> | undefined;
  /** Request headers that are not for targets. */
  readonly secretHeaders?: readonly string[] | undefined;
  /** Asked before a request is passed on: platforms say in headers of their own who sends it. */
  readonly limit?: ((request: Request) => Admission | Promise<Admission>) | undefined;
}

export type FetchLimits = Pick<CheckedLimits, FetchLimitName>;

export interface CheckedFetchOptions extends Pick<FetchProxyOptions, "limit"> {
  readonly callers: AnonymousPolicy;
  readonly targets: {
    readonly hosts: readonly string[];
    readonly denyHosts: readonly string[];
    readonly schemes: readonly ("https" | "http")[];
    readonly ports: readonly number[] | null;
  };
  readonly limits: FetchLimits;
  readonly secretHeaders: readonly string[];
}
