type Callback<T> = (error: unknown, answer?: T) => void;

/**
 * Asks a function that answers by calling back, by returning a promise, or by throwing; its first answer counts.
 *
 * @param question calls the function with the callback it is given
 */
export function ask<T>(question: (callback: Callback<T>) => unknown, then: Callback<T>): void {
  let answered = false;
  const answer: Callback<T> = (error, value) => {
    if (answered) return;
    answered = true;
    then(error, value);
  };
  let returned: unknown;
  try {
    returned = question(answer);
  } catch (error) {
    answer(error);
    return;
  }
  if (!isThenable(returned)) return;
  Promise.resolve(returned).then(
    // Without a value it is a function that calls back, and happens to be async.
    (value) => {
      if (value !== undefined) answer(null, value as T);
    },
    (error: unknown) => answer(error ?? new Error("The function rejected without a reason.")),
  );
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
