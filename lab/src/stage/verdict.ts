import type { Departure, EngineName } from "@concors/browser/engine";
import { profile, profiles } from "@concors/browser/engine";
import type { Played } from "./play.ts";
import { play } from "./play.ts";
import type { StageOutcome } from "./stage-store.ts";

/** What the script gets in the end: the answer, one that it cannot look into, or an error. */
export type StageVerdict = "readable" | "opaque" | "blocked";

export const verdictWords: Readonly<Record<StageVerdict, string>> = {
  readable: "Readable",
  opaque: "Sent, unreadable",
  blocked: "Blocked",
};

/** As people call them. */
export const engineTitles: Readonly<Record<EngineName, string>> = {
  spec: "Standard",
  chromium: "Chromium",
  firefox: "Firefox",
  webkit: "WebKit",
};

/** Of the last time that the request is made. */
export function verdictOf({ fetches }: Played): StageVerdict {
  const { readable, verdict } = fetches.at(-1)!.explanation;
  if (verdict !== "allowed") return "blocked";
  return readable ? "readable" : "opaque";
}

/** The departures from the standard without which this engine would do something else here. */
export function departuresAtWork(
  { origins, resources, stage }: Extract<StageOutcome, { kind: "played" }>,
  engine: EngineName,
): readonly Departure[] {
  const { departures } = profiles[engine];
  const story = (kept: readonly Departure[]): string =>
    storyOf(play(stage, resources, profile(engine, "", kept), origins));
  const whole = story(departures);
  return departures.filter((departure) => story(departures.filter((other) => other !== departure)) !== whole);
}

/** What tells two plays apart: what is sent, and how each fetch ends. */
export function storyOf({ fetches }: Played): string {
  return JSON.stringify(
    fetches.map(({ explanation: { cause, response, timeline } }) => [
      cause?.code,
      response,
      timeline.map(({ kind, method, url }) => [kind, method, url]),
    ]),
  );
}
