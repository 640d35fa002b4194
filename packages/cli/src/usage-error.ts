/** What the user asked for cannot be done as it is written: one line for standard error, and status 2. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}
