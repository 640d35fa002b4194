import type { LabInfo, Problem } from "@concors/cli/lab";
import type { ReadonlySignal } from "@preact/signals";
import { signal } from "@preact/signals";
import { createParser } from "eventsource-parser";

/** The server has no answer, or says no: one sentence for a person. */
export class LabServerError extends Error {}

/** Asks the Lab's own server, which knows this page by the token it came with. */
export async function callLab<Answer>(path: `/api/${string}`, order?: unknown): Promise<Answer> {
  const response = await ask(path, order);
  if (response.ok) return (await response.json()) as Answer;
  throw new LabServerError(await problemOf(response));
}

/**
 * Listens to what the Lab's server sends as it happens, until that ends or nobody wants it any more. An `EventSource` cannot say the
 * token.
 */
export async function listenToLab(
  path: `/api/${string}`,
  onEvent: (event: unknown) => void,
  ended: AbortSignal,
): Promise<void> {
  const response = await ask(path, undefined, ended);
  if (!response.ok) throw new LabServerError(await problemOf(response));
  const parser = createParser({ onEvent: ({ data }) => onEvent(JSON.parse(data)) });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) parser.feed(part.value);
}

async function ask(path: string, order: unknown, ended: AbortSignal | null = null): Promise<Response> {
  const headers = { "X-Concors-Lab": token() };
  try {
    return await (order === undefined
      ? fetch(path, { headers, signal: ended })
      : fetch(path, {
          method: "POST",
          headers: { ...headers, "Content-Type": "application/json" },
          body: JSON.stringify(order),
        }));
  } catch {
    throw new LabServerError(
      "The Lab's server does not answer: start it again with `concors lab`, then reload this page.",
    );
  }
}

function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="concors-lab"]')?.content ?? "";
}

async function problemOf(response: Response): Promise<string> {
  try {
    const { title } = (await response.json()) as Partial<Problem>;
    if (typeof title === "string") return title;
  } catch {
    // Not one of the server's own sentences: the status has to do.
  }
  return `The Lab's server answered ${response.status}: reload this page.`;
}

const info = signal<LabInfo | null>(infoOfPage());
const problem = signal<string | null>(null);

/** What the server says of itself; null as long as it has not. */
export const labInfo: ReadonlySignal<LabInfo | null> = info;

/** Why it has not, if it cannot. */
export const labProblem: ReadonlySignal<string | null> = problem;

/** What the server put into the page; null if it was served by another one. */
function infoOfPage(): LabInfo | null {
  const text = globalThis.document?.querySelector("#concors-lab-info")?.textContent;
  return text === undefined || text === null ? null : (JSON.parse(text) as LabInfo);
}

/** Asks where the sites are, unless the page came with that. */
export async function loadLabInfo(): Promise<void> {
  if (info.peek() !== null) return;
  try {
    info.value = await callLab<LabInfo>("/api/lab");
    problem.value = null;
  } catch (error) {
    problem.value = error instanceof LabServerError ? error.message : "The Lab's server could not be asked.";
  }
}
