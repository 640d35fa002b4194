/** The check passed. */
export type Success = { readonly ok: true };

/** The check failed: a code to look words up by, and the text that was found where another was wanted. */
export interface Failure<Code extends string> {
  readonly ok: false;
  readonly code: Code;
  /** What the message really said; null when it said nothing. */
  readonly actual: string | null;
}

/** What a check returns: the standard's success or failure, and why it failed. */
export type Outcome<F extends Failure<string>> = Success | F;

export const success: Success = Object.freeze({ ok: true });

export function failure<Code extends string>(code: Code, actual: string | null): Failure<Code> {
  return { ok: false, code, actual };
}
