import type { ReadonlySignal } from "@preact/signals";
import { signal } from "@preact/signals";

/** What came of a lesson's first prediction. */
type Result = "right" | "wrong";

const key = "concors-lab-lessons";

const kept = signal(read());

/** The lessons that were played, by id. It stays in this browser. */
export const progress: ReadonlySignal<ReadonlyMap<string, Result>> = kept;

/** The first prediction counts: whoever plays again knows the answer. */
export function keepResult(id: string, result: Result): void {
  if (!kept.peek().has(id)) write(new Map([...kept.peek(), [id, result]]));
}

export function forgetProgress(): void {
  write(new Map());
}

function write(results: ReadonlyMap<string, Result>): void {
  kept.value = results;
  try {
    localStorage.setItem(key, JSON.stringify(Object.fromEntries(results)));
  } catch {
    // A browser that keeps nothing: the progress is for this visit.
  }
}

/** What another version, or somebody's hand, left there may be anything. */
function read(): ReadonlyMap<string, Result> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    if (typeof stored !== "object" || stored === null) return new Map();
    return new Map(Object.entries(stored).filter((entry): entry is [string, Result] => isResult(entry[1])));
  } catch {
    return new Map();
  }
}

function isResult(value: unknown): value is Result {
  return value === "right" || value === "wrong";
}
