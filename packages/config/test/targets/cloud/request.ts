/** A request, as far as CORS is concerned. */
export interface RequestLike {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}
