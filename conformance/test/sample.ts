import type { RecordedScenario } from "../src/data.ts";

/** So many scenarios of each kind, spread evenly over all that there are; the same ones every time. */
export function sampleOfEachKind(rows: readonly RecordedScenario[], count: number): RecordedScenario[] {
  const kinds = new Set(rows.map(({ scenario }) => scenario.kind));
  return [...kinds].flatMap((kind) => {
    const ofKind = rows.filter(({ scenario }) => scenario.kind === kind);
    const step = Math.max(1, ofKind.length / count);
    return Array.from({ length: Math.min(count, ofKind.length) }, (_, index) => ofKind[Math.floor(index * step)]!);
  });
}

/** Milliseconds that a scenario waits. */
export function waitOf({ scenario }: RecordedScenario): number {
  return scenario.steps.reduce((sum, { wait = 0 }) => sum + wait, 0);
}
