import type { Admission, Caller } from "./caller.ts";

type Limit = (caller: Caller) => Admission | Promise<Admission>;

/** Asks the limit, if there is one. @param follow called at once, unless the limit takes its time */
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
  let admission: Admission | Promise<Admission>;
  try {
    admission = limit(caller);
  } catch (error) {
    onError(error);
    return;
  }
  if (admission instanceof Promise) admission.then(follow, onError);
  else follow(admission);
}
