import type { NodeRequest } from "../node.ts";

/** An origin, or several: `true` for any, a string for one, a `RegExp` for those it matches; `false` for no CORS at all. */
export type StaticOrigin = boolean | string | RegExp | readonly (boolean | string | RegExp)[];

/**
 * Says what origin a request may have: to the callback, or as what it returns.
 *
 * @param requestOrigin the request's `Origin`; undefined if it has none
 */
export type CustomOrigin = (
  requestOrigin: string | undefined,
  callback: (error: Error | null, origin?: StaticOrigin) => void,
) => void | Promise<StaticOrigin | void>;

/** The options of the npm package `cors`, 2.8. */
export interface CorsOptions {
  /** Who may read; `"*"` if it is left out. A string is sent to everybody as it is: browsers compare. */
  readonly origin?: StaticOrigin | CustomOrigin | undefined;
  /** `GET,HEAD,PUT,PATCH,POST,DELETE` if it is left out. */
  readonly methods?: string | readonly string[] | undefined;
  /** Headers that a page may set; those that a preflight asks for if it is left out. */
  readonly allowedHeaders?: string | readonly string[] | undefined;
  /** Another name of `allowedHeaders`, which goes first. */
  readonly headers?: string | readonly string[] | undefined;
  /** Response headers that a page may read. */
  readonly exposedHeaders?: string | readonly string[] | undefined;
  readonly credentials?: boolean | undefined;
  /** For how many seconds a browser may remember the answer to a preflight. */
  readonly maxAge?: number | undefined;
  /** Whether the application answers OPTIONS, with these headers. */
  readonly preflightContinue?: boolean | undefined;
  /** The status of an answer to OPTIONS; 204 if it is left out. */
  readonly optionsSuccessStatus?: number | undefined;
}

/** Says which options a request has: to the callback, or as what it returns. */
export type CorsOptionsDelegate<Request extends NodeRequest = NodeRequest> = (
  request: Request,
  callback: (error: Error | null, options?: CorsOptions) => void,
) => void | Promise<CorsOptions | void>;

export const optionKeys: readonly (keyof CorsOptions)[] = [
  "origin",
  "methods",
  "allowedHeaders",
  "headers",
  "exposedHeaders",
  "credentials",
  "maxAge",
  "preflightContinue",
  "optionsSuccessStatus",
];
