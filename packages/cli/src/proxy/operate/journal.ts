import type { Exchange } from "@concors/proxy";
import type { ProxySettings } from "../settings/settings.ts";

/** Where it listens. */
export interface Addresses {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /** The same of the port that tells of health and metrics; null without one. */
  readonly admin: string | null;
}

/** What a proxy tells of itself while it runs. */
export interface Journal {
  readonly started: (settings: ProxySettings, addresses: Addresses) => void;
  readonly exchange: (exchange: Exchange) => void;
  /** What whoever runs it should know, and can wait with. */
  readonly note: (text: string) => void;
  /** What whoever runs it should look at. */
  readonly warning: (text: string, error?: unknown) => void;
}
