import type { Case, Miss } from "@concors/config/verify";

/** What goes wrong when a snippet is run, worst first. */
export const effectWords = {
  "lets-origins-in": "an origin is let in",
  "lets-more-in": "a method, a header or credentials are let in",
  "refuses-origins": "an allowed origin is refused",
  "refuses-preflights": "a good preflight is refused",
  "hides-errors": "an error or a redirect is hidden",
  "mishandles-application": "mixed up with the application's own headers",
  "vary-missing": "no `Vary: Origin`",
  "preflight-reaches-application": "a preflight reaches the application",
  "options-swallowed": "an `OPTIONS` that is no preflight is swallowed",
  inert: "CORS headers for who may not read",
  "vary-needless": "`Vary: Origin` for nothing",
} as const;

export type Effect = keyof typeof effectWords;

/**
 * What a problem of the judge's amounts to; the first that fits.
 *
 * A snippet cannot know what its reader exposes, and how long a preflight may be remembered; that is not counted, nor
 * with which status a preflight is answered, and what is said to it beside other answers.
 */
const kinds: readonly (readonly [problem: RegExp, effect: Effect | null | ((played: Case) => Effect)])[] = [
  [/can read the headers|a preflight is answered with|a preflight may be remembered for/, null],
  [/on an answer to no preflight|are exposed on a preflight/, null],
  [/may read, against the policy \(allow-origin-missing\)/, grantOf("lets-origins-in")],
  [/may read, against the policy/, grantOf("lets-more-in")],
  [/may be read, against the policy/, (played) => (isStranger(played) ? "lets-origins-in" : "inert")],
  [/may not (?:be )?read, against the policy/, refusalOf],
  [/lines of|the application's Vary is lost/, "mishandles-application"],
  [/no Vary/, "vary-missing"],
  [/Vary: Origin where/, "vary-needless"],
  [/a preflight reaches the application/, "preflight-reaches-application"],
  [/OPTIONS that is no preflight does not reach/, "options-swallowed"],
  [/for an origin that may not read/, "inert"],
];

/**
 * How many cases have each effect, worst first.
 *
 * @throws TypeError for a problem of no known kind, which a judge may come to have
 */
export function effectsOf(misses: readonly Miss[]): ReadonlyMap<Effect, readonly Case[]> {
  const found = misses.map((miss) => [miss.case, effectsIn(miss)] as const);
  const casesWith = (effect: Effect): readonly Case[] =>
    found.filter(([, effects]) => effects.has(effect)).map(([played]) => played);
  const all = (Object.keys(effectWords) as Effect[]).map((effect) => [effect, casesWith(effect)] as const);
  return new Map(all.filter(([, cases]) => cases.length > 0));
}

/** How many cases have any effect. */
export function wrongIn(misses: readonly Miss[]): number {
  return misses.filter((miss) => effectsIn(miss).size > 0).length;
}

/** The origins that are let in, each once; `everybody` if a page that has nothing to do with the policy is. */
export function originsLetIn(misses: readonly Miss[]): "everybody" | readonly string[] {
  const cases = effectsOf(misses).get("lets-origins-in") ?? [];
  return cases.some(isStranger) ? "everybody" : [...new Set(cases.map(({ origin }) => origin ?? ""))];
}

function effectsIn({ case: played, problems }: Miss): ReadonlySet<Effect> {
  const effects = new Set(problems.map((problem) => effectOf(problem, played)).filter((effect) => effect !== null));
  // Headers beside the one that lets an origin in, or that the application sends as well, are part of that.
  if (effects.has("lets-origins-in") || effects.has("mishandles-application")) effects.delete("inert");
  return effects;
}

function effectOf(problem: string, played: Case): Effect | null {
  const [, effect] = kinds.find(([pattern]) => pattern.test(problem)) ?? [];
  if (effect === undefined) throw new TypeError(`${JSON.stringify(problem)} is of no kind that is known`);
  return typeof effect === "function" ? effect(played) : effect;
}

function grantOf(effect: Effect): (played: Case) => Effect {
  return (played) => (isOwn(played) ? "mishandles-application" : effect);
}

function refusalOf(played: Case): Effect {
  const { path, method, headers } = played;
  if (isOwn(played)) return "mishandles-application";
  if (!/^(?:GET|HEAD|POST)$/.test(method) || headers.length > 0) return "refuses-preflights";
  return /\/(?:status-[345]|down|private|broken)/.test(path) ? "hides-errors" : "refuses-origins";
}

/** Whether the application sends headers of its own. */
function isOwn({ path }: Case): boolean {
  return path.includes("/own-");
}

function isStranger({ name }: Case): boolean {
  return name.startsWith("a stranger");
}
