/** Two policies are mounted for one request. */
export class TwoPoliciesError extends Error {
  override readonly name = "TwoPoliciesError" as const;

  constructor() {
    super(
      "Two CORS policies are mounted for this request: mount each where the other is not, or both with corsRoutes()",
    );
  }
}

/** What every adapter takes beside a policy. */
export interface AdapterOptions {
  /**
   * Told that another policy is mounted for the same request, once for each such request. The request then goes on, and
   * the policy that came first decides. If this is left out the request fails with the error, so that a test shows it.
   */
  readonly onTwoPolicies?: ((error: TwoPoliciesError) => void) | undefined;
}

/** Reports that a request has a policy already; returns what the request has to fail with, if it has to. */
export function reportTwoPolicies({ onTwoPolicies }: AdapterOptions): TwoPoliciesError | undefined {
  const error = new TwoPoliciesError();
  if (onTwoPolicies === undefined) return error;
  onTwoPolicies(error);
  return undefined;
}
