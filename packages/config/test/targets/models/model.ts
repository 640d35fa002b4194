/** A request as it gets to a gateway. */
export interface ModelRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: Headers;
}

export interface ModelResponse {
  readonly status: number;
  readonly headers: Headers;
}

/** What is behind a gateway. */
export type Upstream = (request: ModelRequest) => ModelResponse;

/** A gateway with the files that were generated for it, made from what its source says. */
export type Model = (files: readonly string[], request: ModelRequest, upstream: Upstream) => ModelResponse;

/** A header, or nothing where it is missing or empty. */
export function valueOf(headers: Headers, name: string): string {
  return headers.get(name) ?? "";
}
