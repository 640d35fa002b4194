import type { Explanation } from "@concors/explain";

/** What the command line calls by its options, as this page calls it; what only the command line can, with its name. */
const words: readonly (readonly [RegExp, string])[] = [
  [/`?--send`?/g, "“Send it even if it may change something”"],
  [/: --csp or --page\b/g, ": the form has a field for it"],
  [/(?<!concors check )--(insecure|timeout)\b/g, "concors check --$1"],
];

function inPageWords(text: string): string {
  return words.reduce((told, [pattern, replacement]) => told.replace(pattern, replacement), text);
}

/** An explanation for who sees a form and no command line. What is shared and saved stays as it is. */
export function forPage(explanation: Explanation): Explanation {
  const { fix, lookalikes, notes, summary, timeline } = explanation;
  return {
    ...explanation,
    summary: inPageWords(summary),
    notes: notes.map((note) => ({ ...note, summary: inPageWords(note.summary) })),
    lookalikes: lookalikes.map((one) => ({
      ...one,
      finding: one.finding === null ? null : inPageWords(one.finding),
    })),
    timeline: timeline.map((exchange) => {
      const { deciding } = exchange;
      return { ...exchange, deciding: deciding && { ...deciding, wanted: inPageWords(deciding.wanted) } };
    }),
    fix: { ...fix, client: fix.client.map((change) => ({ ...change, summary: inPageWords(change.summary) })) },
  };
}
