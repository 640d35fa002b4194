import type { Admission, Caller } from "./caller.ts";

type Limit = (caller: Caller) => Admission | Promise<Admission>;

/**
 * Asks the limit, if there is one.
 *
 * @param follow called at once, unless the limit takes its time
 * @param onError told of what is wrong with the limit, or with what it said
 */
export function admit(
  limit: Limit | undefined,
  caller: Caller,
  follow: (admission: Admission) => void,
  onError: (error: unknown) => void,
): void {
  if (limit === undefined) {
    follow({ admitted: true });
    return;
  }
  function settle(admission: Admission | null | undefined): void {
    try {
      // A function that has no type may return nothing.
      if (typeof admission !== "object" || admission === null) throw new NoAdmissionError();
      follow(admission);
    } catch (error) {
      onError(error);
    }
  }
  let admission: Admission | Promise<Admission>;
  try {
    admission = limit(caller);
  } catch (error) {
    onError(error);
    return;
  }
  if (admission instanceof Promise) admission.then(settle, onError);
  else settle(admission);
}

/** Whether a request is to be passed on was not said. */
class NoAdmissionError extends TypeError {
  override readonly name = "NoAdmissionError";

  constructor() {
    super("limit has to return { admitted: true }, or { admitted: false, retryAfter: 1 }");
  }
}
