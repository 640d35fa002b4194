import type { Explanation } from "@concors/explain/light";
import type { Header, HeaderList } from "concors/protocol";
import type { Origins } from "./sites.ts";
import type { Stage, StageAnswer, StageAnswers } from "./stage.ts";
import { allowOrigin } from "./stage.ts";

/** Where the lines go that mend a stage, and what comes of them. */
export interface Mended {
  readonly site: "B" | "C";
  /** Those that are new, as they are sent. */
  readonly lines: { readonly preflight: HeaderList; readonly actual: HeaderList };
  readonly stage: Stage;
}

/**
 * The stage with the header lines that its explanation asks for.
 *
 * @returns null if no header lines would help, or they are there
 */
export function mended(stage: Stage, { cause, fix, timeline }: Explanation, origins: Origins): Mended | null {
  if (fix.headers === null || cause === null || cause.exchange === null) return null;
  const site = new URL(timeline[cause.exchange]!.url).origin === origins.C ? "C" : "B";
  const answers = site === "B" ? stage.siteB : stage.siteC;
  if (answers.kind === "policy") return null;
  const { actual, missing, preflight } = fix.headers;
  const portable = (headers: HeaderList): Header[] =>
    headers.map(([name, value]): Header => [name, value === origins.A ? "{{page}}" : value]);
  const next: StageAnswers = {
    ...answers,
    preflight: preflight === null ? answers.preflight : withLines(preflightOf(answers), portable(preflight)),
    actual: withLines(answers.actual, portable(actual)),
  };
  if (JSON.stringify(next) === JSON.stringify(answers)) return null;
  return { site, lines: missing, stage: site === "B" ? { ...stage, siteB: next } : { ...stage, siteC: next } };
}

function preflightOf({ preflight }: StageAnswers): StageAnswer {
  return { status: 204, headers: preflight?.headers ?? [], body: "" };
}

/** These lines, and the answer's others. */
function withLines(answer: StageAnswer, lines: readonly Header[]): StageAnswer {
  const names = new Set(lines.map(([name]) => name.toLowerCase()));
  const others = answer.headers.filter(([name]) => !names.has(name.toLowerCase()));
  return { ...answer, headers: [...lines, ...others] };
}

/** Whether site B's answer names anyone. */
export function namesSomeone({ siteB }: Stage): boolean {
  if (siteB.kind === "policy") return true;
  return siteB.actual.headers.some(([name]) => name.toLowerCase() === allowOrigin.toLowerCase());
}

/** The stage as if site B had never heard of CORS. */
export function silenced(stage: Stage): Stage {
  const { siteB } = stage;
  const isAbout = ([name]: Header): boolean => /^access-control-/i.test(name);
  const silence = (answer: StageAnswer): StageAnswer => ({
    ...answer,
    headers: answer.headers.filter((line) => !isAbout(line) && !(line[0] === "Vary" && line[1] === "Origin")),
  });
  return { ...stage, siteB: { kind: "answers", preflight: null, actual: silence(siteB.actual) } };
}
