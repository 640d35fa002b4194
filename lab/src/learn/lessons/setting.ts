import type { CredentialsMode, Header, RequestMode } from "concors/protocol";

/** What a lesson says of its stage; the rest is as always: a GET of site B, which answers 200 and allows nobody. */
interface Setting {
  readonly sandboxed?: boolean;
  readonly request?: {
    readonly to?: "A" | "B";
    readonly method?: string;
    readonly headers?: readonly Header[];
    readonly body?: { readonly type: string; readonly text: string };
    readonly mode?: RequestMode;
    readonly credentials?: CredentialsMode;
    readonly repeat?: number;
  };
  /** What site B answers to a preflight; as to any request, if left out. */
  readonly preflight?: Lines;
  readonly actual?: Lines;
  /** Site B redirects to site C, with this answer. */
  readonly redirect?: Lines;
  /** What site C answers then. */
  readonly redirected?: Lines;
}

/** A status, and header lines. */
type Lines = readonly [status: number, ...headers: Header[]];

export type Stage = Setting;

/** The stage of a lesson. */
export function setting(said: Setting): Stage {
  return said;
}
