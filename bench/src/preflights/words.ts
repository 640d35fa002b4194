import type { Outcome, Results, Setting } from "./play.ts";

/** What is compared at each `Access-Control-Max-Age`. */
export const series: readonly (Omit<Setting, "maxAge"> & { readonly name: string })[] = [
  { name: "constant, one URL", answers: "constant", urls: "one" },
  { name: "constant, many URLs", answers: "constant", urls: "many" },
  { name: "echo, one URL", answers: "echo", urls: "one" },
  { name: "echo, many URLs", answers: "echo", urls: "many" },
];

export function spoken(maxAge: number | null): string {
  return maxAge === null ? "none" : String(maxAge);
}

/** @throws Error if it was not played */
export function outcomeOf({ outcomes }: Results, { answers, urls, maxAge }: Setting): Outcome {
  const found = outcomes.find(
    (outcome) => outcome.answers === answers && outcome.urls === urls && outcome.maxAge === maxAge,
  );
  if (found === undefined) throw new Error(`No outcome for ${answers} answers, ${urls} URL, ${spoken(maxAge)}`);
  return found;
}
