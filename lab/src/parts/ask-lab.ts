/** What the Lab's server says no with, or that there is none: one sentence for a person. */
export class LabError extends Error {
  override readonly name = "LabError";
}

/**
 * Asks the Lab's server.
 *
 * @param order what is sent, as JSON; a GET without it
 * @throws LabError
 */
export async function askLab<Answer>(path: `/api/${string}`, order?: unknown, signal?: AbortSignal): Promise<Answer> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="concors-lab"]')?.content ?? "";
  let response: Response;
  try {
    response = await fetch(path, {
      method: order === undefined ? "GET" : "POST",
      headers: { "X-Concors-Lab": token, ...(order === undefined ? {} : { "Content-Type": "application/json" }) },
      ...(order === undefined ? {} : { body: JSON.stringify(order) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch {
    throw new LabError("The Lab’s server does not answer. Is concors lab still running?");
  }
  let answer: unknown;
  try {
    answer = await response.json();
  } catch {
    throw new LabError(`The Lab’s server answered ${response.status} with what this page cannot read.`);
  }
  if (!response.ok)
    throw new LabError((answer as { title?: string }).title ?? `The Lab’s server says ${response.status}.`);
  return answer as Answer;
}
