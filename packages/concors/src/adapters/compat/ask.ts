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
  if (!(returned instanceof Promise)) return;
  returned.then(
    // Without a value it is a function that calls back, and happens to be async.
    (value: T | undefined) => {
      if (value !== undefined) answer(null, value);
    },
    (error: unknown) => answer(error ?? new Error("The function rejected without a reason.")),
  );
}
