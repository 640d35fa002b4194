import type { CacheMode } from "@concors/browser/engine";
import type { CredentialsMode, RedirectMode, RequestMode } from "concors/protocol";

/** The hosts of a scenario: the page's own, one of its site, and two of other sites. */
export type HostName = "A" | "A2" | "B" | "C";

/** Fetches of a page, and the servers that answer them. One line of `scenarios.jsonl`. */
export interface Scenario {
  readonly id: string;
  /** What its generator was after. */
  readonly kind: string;
  /** A page at origin A, or a sandboxed frame of it. */
  readonly page: "A" | "null";
  readonly nodes: Readonly<Record<string, ScenarioNode>>;
  readonly steps: readonly ScenarioStep[];
}

export interface ScenarioNode {
  readonly host: HostName;
  readonly preflight?: ScenarioResponse;
  readonly actual: ScenarioResponse;
}

export interface ScenarioResponse {
  readonly status: number;
  /** Values may hold `{{…}}`, see `ScenarioWorld.headersOf`. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
}

export interface ScenarioStep {
  readonly node: string;
  readonly query?: string;
  readonly method?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: { readonly text?: string; readonly type?: string; readonly form?: string };
  readonly mode?: RequestMode;
  readonly credentials?: CredentialsMode;
  readonly redirect?: RedirectMode;
  readonly cache?: CacheMode;
  /** Milliseconds before the step. */
  readonly wait?: number;
}

/** What was seen: by the script, and on the wire. One line of `chromium.jsonl` and its like. */
export interface Observation {
  readonly id: string;
  readonly steps: readonly ObservedStep[];
  readonly wire: readonly ObservedRequest[];
}

export type ObservedStep =
  | {
      readonly ok: true;
      readonly type: string;
      readonly status: number;
      /** The name of a node. */
      readonly url: string;
      readonly redirected: boolean;
      /** All that script could enumerate. */
      readonly headers: Readonly<Record<string, string>>;
      /** As text; absent if it was not read. */
      readonly body?: string;
    }
  | { readonly ok: false; readonly error: string };

/** The request headers that are recorded, as far as a request has them. */
export const observedHeaderNames = [
  "origin",
  "access-control-request-method",
  "access-control-request-headers",
  "cookie",
  "authorization",
  "content-type",
  "content-language",
  "range",
  "x-custom",
  "x-other",
] as const;

/** A request as it arrived; `origin` is a host's letter where it is one of theirs. */
export interface ObservedRequest extends Readonly<Partial<Record<(typeof observedHeaderNames)[number], string>>> {
  readonly node: string;
  readonly method: string;
  /** Bytes; absent if there was no body. */
  readonly bodyLength?: number;
}
