import type { EngineName } from "@concors/browser";
import type { Destination, ServerName } from "@concors/explain";
import type { CredentialsMode, EmbedderPolicyValue, RedirectMode, RequestMode } from "concors/protocol";
import type { BrowserName } from "../real-browser/index.ts";
import type { CrossOriginAttribute } from "./initiator.ts";

/** The options of `concors check`, as commander leaves them. */
export interface CheckOptions {
  readonly from?: string;
  readonly request?: string;
  readonly header: readonly string[];
  readonly data?: string;
  readonly curl?: string;
  readonly fetch?: string;
  readonly har?: string;
  readonly as?: Destination;
  readonly crossorigin?: CrossOriginAttribute;
  readonly credentials?: CredentialsMode;
  readonly mode?: RequestMode;
  readonly redirect?: RedirectMode;
  readonly keepalive?: true;
  readonly read?: readonly string[];
  readonly browser: EngineName | "all";
  readonly page?: string;
  readonly pageHttps?: true;
  readonly csp?: readonly string[];
  readonly hsts?: true;
  readonly sandboxed?: true;
  readonly coep: EmbedderPolicyValue;
  readonly real?: BrowserName;
  readonly json?: true;
  readonly print?: "curl";
  readonly fix?: ServerName | "auto";
  readonly verbose?: true;
  readonly send?: true;
  readonly insecure?: true;
  readonly cacert?: string;
  readonly resolve: readonly string[];
  readonly timeout: string;
  readonly color: boolean;
}
