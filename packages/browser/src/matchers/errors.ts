/** What a test asks cannot be asked: the sentence says what can. */
export class UsageError extends TypeError {
  override readonly name = "UsageError";
}

/** What a server does could not be found out, as when no answer came: no test is to pass on that. */
export class InconclusiveError extends Error {
  override readonly name = "InconclusiveError";
}
