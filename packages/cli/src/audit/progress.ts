import type { Io } from "../io.ts";
import { counted } from "./report/summary.ts";

/** How far a run is, on one line of the terminal that errors go to. */
export interface Progress {
  readonly show: (done: number, known: number | null, findings: number) => void;
  /** Takes the line away, before something else is written. */
  readonly clear: () => void;
}

const width = 24;
const between = 100;

export function progressOn({ terminal, writeError }: Io): Progress {
  let shownAt = -Infinity;
  let isShown = false;
  return {
    show: (done, known, findings) => {
      const now = performance.now();
      if (terminal.isErrorTerminal !== true || now - shownAt < between) return;
      shownAt = now;
      isShown = true;
      writeError(`\r${progressLine(done, known, findings)}\u001b[K`);
    },
    clear: () => {
      if (isShown) writeError("\r\u001b[K");
      isShown = false;
      shownAt = -Infinity;
    },
  };
}

/** @param known how many URLs there are; null as long as they still come */
export function progressLine(done: number, known: number | null, findings: number): string {
  const filled = known === null || known === 0 ? 0 : Math.round((done / known) * width);
  const bar = known === null ? "" : `[${"=".repeat(filled)}${" ".repeat(width - filled)}] `;
  const urls = known === null ? counted(done, "URL") : `${done} of ${counted(known, "URL")}`;
  return `${bar}${urls}, ${counted(findings, "finding")}`;
}
