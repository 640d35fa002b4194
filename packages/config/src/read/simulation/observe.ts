import { block } from "../block.ts";
import type { Aspect, Block, HeaderWords, OriginRule, Preflight } from "../block.ts";
import { understandExpression } from "../expression/understood-expression.ts";
import { requestHeaderWords } from "../header-words.ts";
import { ask, asPreflight, headerOf, remembering, valueOf } from "./ask.ts";
import type { Simulation, SimulatedAnswer, SimulatedHeader } from "./simulation.ts";
import { originMark } from "./simulation.ts";
import { restOfRule } from "./rest-of-expression.ts";

const allowOrigin = "access-control-allow-origin";

/** An origin that no file names. */
const stranger = "https://stranger.invalid";

const methods = ["GET", "HEAD", "POST", "PUT", "DELETE"];

/** What a server in small does for the paths of its scope. */
export function observe(given: Simulation): Block {
  const simulation = remembering(given);
  const { at, scope } = simulation;
  const { origins, sample } = observeOrigins(simulation);
  if (sample === null) return block({ at, scope, origins });
  const actual = grantedAnswer(simulation, sample);
  const preflight = ask(simulation, asPreflight(sample));
  // Where preflights alone are answered, no page reads anything.
  const granted = headerOf(actual, allowOrigin) === undefined ? preflight : actual;
  const sent = headerOf(granted, allowOrigin)!;
  const age = valueOf(preflight, "access-control-max-age");
  const exposed = listed(valueOf(actual, "access-control-expose-headers"));
  return block({
    at: sent.at,
    scope,
    origins,
    credentials: valueOf(granted, "access-control-allow-credentials").toLowerCase() === "true",
    methods: observeWords(simulation, sample, "access-control-allow-methods", "requestMethod"),
    requestHeaders: observeWords(simulation, sample, "access-control-allow-headers", "requestHeaders"),
    exposedHeaders: exposed === "*" ? "*" : exposed,
    maxAge: /^\d+$/.test(age) ? Number(age) : null,
    vary: observeVary(simulation, sample, sent),
    errors: observeErrors(simulation, actual),
    preflight: observePreflight(simulation, sample, preflight),
    upstream: observeUpstream(simulation, actual, sent),
    methodsWithout: observeMethods(simulation, sample, sent),
    layers: observeLayers(simulation, [actual, preflight], sent),
  });
}

function observeLayers(
  { write }: Simulation,
  answers: readonly SimulatedAnswer[],
  { at }: SimulatedHeader,
): Block["layers"] {
  const values = answers.map(({ headers }) =>
    headers.filter(({ name, value }) => name.toLowerCase() === allowOrigin && value !== "").map(({ value }) => value),
  );
  const several = values.find((all) => all.length > 1);
  if (several === undefined) return { is: "one", at };
  // Whoever writes two origins in two lines means both of them.
  const isList = new Set(several).size === several.length && !several.includes("*");
  return {
    is: "two",
    at,
    write: isList ? "compare the request's origin with a list, and send it alone" : write["two-layers"],
  };
}

interface Observed {
  readonly origins: readonly OriginRule[];
  /** An origin that may read; null if there is none. */
  readonly sample: string | null;
}

function observeOrigins(simulation: Simulation): Observed {
  const rules = comparedOrigins(simulation);
  const sentTo = whatIsSent(simulation, rules);
  const sent = sentTo(stranger);
  if (sent?.value === "*") return { origins: [{ kind: "any", at: sent.at }], sample: stranger };
  if (sent?.value === stranger) return { origins: [{ kind: "repeated", at: sent.at }], sample: stranger };
  const granted = rules.flatMap((rule) => {
    const sample = samplesOf(rule).find((origin) => origin !== sent?.value && sentTo(origin)?.value === origin);
    return sample === undefined ? [] : [{ rule, sample }];
  });
  const origins = granted.map(({ rule }) => rule);
  if (sent !== undefined) {
    // Everybody else gets this one.
    origins.push({ kind: "exact", origin: sent.value, constant: granted.length === 0, at: sent.at });
    return { origins, sample: granted[0]?.sample ?? sent.value };
  }
  const allowsNull = sentTo("null");
  if (allowsNull?.value === "null" && !granted.some(({ sample }) => sample === "null"))
    origins.push({ kind: "exact", origin: "null", at: allowsNull.at });
  return { origins, sample: granted[0]?.sample ?? (origins.length > 0 ? "null" : null) };
}

/** What the origin is compared with, by any kind of request. */
function comparedOrigins(simulation: Simulation): readonly OriginRule[] {
  const rules = new Map<string, OriginRule>();
  const compared = (value: string, rule: OriginRule): void => {
    const rest = restOfRule(value, originMark, rule);
    if (rest !== null) rules.set(JSON.stringify(rest), rest);
  };
  for (const method of methods) ask(simulation, { method, origin: originMark }, compared);
  ask(simulation, asPreflight(originMark), compared);
  return [...rules.values()];
}

/** Origins that a rule takes, to ask for. */
function samplesOf(rule: OriginRule): readonly string[] {
  if (rule.kind === "exact") return [rule.origin];
  if (rule.kind !== "expression") return [];
  const patterns = understandExpression(rule)?.patterns ?? [];
  return patterns.map((pattern) => pattern.replace("*.", "a.").replace(/:\*$/, ":8443"));
}

/**
 * Who may read is told by the answers that a page reads. What a preflight says counts where there are none, and what the
 * refusal of an origin says where nobody is let in.
 */
function whatIsSent(
  simulation: Simulation,
  rules: readonly OriginRule[],
): (origin: string) => SimulatedHeader | undefined {
  const read = (origin: string): SimulatedHeader | undefined =>
    headerOf(grantedAnswer(simulation, origin), allowOrigin);
  const readUnlessRefused = (origin: string): SimulatedHeader | undefined =>
    isRefusal(grantedAnswer(simulation, origin)) ? undefined : read(origin);
  const isAnybodyLetIn = [stranger, ...rules.flatMap(samplesOf)].some((origin) =>
    ["*", origin].includes(readUnlessRefused(origin)?.value ?? ""),
  );
  return isAnybodyLetIn
    ? readUnlessRefused
    : (origin) => read(origin) ?? headerOf(ask(simulation, asPreflight(origin)), allowOrigin);
}

function isRefusal({ by, status }: SimulatedAnswer): boolean {
  return by === "here" && status !== null && status >= 400;
}

/** The answer to the first method that has the header, else to GET. */
function grantedAnswer(simulation: Simulation, origin: string): SimulatedAnswer {
  const isGranted = (method: string): boolean =>
    headerOf(ask(simulation, { method, origin }), allowOrigin) !== undefined;
  return ask(simulation, { method: methods.find(isGranted) ?? "GET", origin });
}

function listed(value: string): "*" | readonly string[] {
  const words = wordsOf(value);
  return words.includes("*") ? "*" : words;
}

function wordsOf(value: string): readonly string[] {
  return value
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** A list that answers to preflights have, or that they repeat what is asked for. */
function observeWords(
  simulation: Simulation,
  origin: string,
  name: string,
  asked: "requestMethod" | "requestHeaders",
): HeaderWords {
  const usual = ask(simulation, asPreflight(origin));
  const values = ["X-ONE", "X-TWO"].map((word) => {
    const answer = ask(simulation, { ...asPreflight(origin), [asked]: word });
    // Who looks at what is asked for may refuse what nobody asks for.
    return valueOf(headerOf(answer, allowOrigin) === undefined ? usual : answer, name);
  });
  if (values[0] === "X-ONE" && values[1] === "X-TWO") return "repeated";
  return asked === "requestHeaders" ? requestHeaderWords(wordsOf(values[0]!)) : listed(values[0]!);
}

function observeVary(simulation: Simulation, sample: string, { at, varyPatch }: SimulatedHeader): Block["vary"] {
  const answers = [
    { method: "GET", origin: sample },
    { method: "GET", origin: stranger },
    { method: "GET", origin: null },
    asPreflight(sample),
    asPreflight(stranger),
  ].map((request) => ask(simulation, request));
  const saying = answers.filter((answer) => {
    const varies = listed(valueOf(answer, "vary"));
    return varies === "*" || varies.some((name) => name.toLowerCase() === "origin");
  });
  const is = saying.length === answers.length ? "always" : saying.length === 0 ? "never" : "sometimes";
  const write = simulation.write[is === "never" ? "vary-missing" : "vary-sometimes"];
  return { is, at, write, patch: is === "never" ? varyPatch : undefined };
}

/** What an answer needs to be read at all, and what a page reads of it. */
const neededOnErrors = [allowOrigin, "access-control-allow-credentials", "access-control-expose-headers"];

function observeErrors({ write }: Simulation, actual: SimulatedAnswer): Block["errors"] {
  const sent = actual.headers.filter(({ value }) => value !== "");
  const linesOf = (needed: string): readonly SimulatedHeader[] =>
    sent.filter(({ name }) => name.toLowerCase() === needed);
  const [first] = linesOf(allowOrigin);
  if (first === undefined) return { is: "unknown" };
  const lost = neededOnErrors.map(linesOf).find((lines) => lines.length > 0 && !lines.some(({ onErrors }) => onErrors));
  if (lost === undefined) return { is: "kept", at: first.at };
  return { is: "lost", at: lost[0]!.at, write: write["headers-missing-on-errors"], patch: lost[0]!.patch };
}

function observePreflight(simulation: Simulation, sample: string, answer: SimulatedAnswer): Preflight {
  const { write } = simulation;
  const plain = [sample, null].map((origin) => ask(simulation, { method: "OPTIONS", origin }));
  const isSuccess = ({ by, status }: SimulatedAnswer): boolean =>
    by === "here" && status !== null && status >= 200 && status < 300;
  const { at } = answer;
  const aspect = (): Preflight["answered"] => {
    if (isSuccess(answer))
      return plain.some(isSuccess) && !isSuccess(ask(simulation, { method: "GET", origin: sample }))
        ? { is: "every-options", at, write: write["plain-options-swallowed"] }
        : { is: "preflights", at };
    // Where every request is refused, there is nothing that a preflight could open.
    if (isRefusal(answer) && isRefusal(ask(simulation, { method: "GET", origin: sample }))) return { is: "unknown" };
    const is = answer.by === "application" ? "passed" : answer.by === "unknown" ? "unknown" : "never";
    return { is, at, write: write["preflight-not-answered"] };
  };
  return {
    answered: aspect(),
    granted: { is: headerOf(answer, allowOrigin) !== undefined, at, write: write["preflight-without-headers"] },
    afterAuthentication: { is: answer.asksPassword, at, write: write["preflight-after-authentication"] },
  };
}

function observeUpstream({ write }: Simulation, actual: SimulatedAnswer, sent: SimulatedHeader): Block["upstream"] {
  const { by, strips } = actual;
  if (headerOf(actual, allowOrigin) === undefined) return { is: "unknown" };
  if (by === "unknown") return { is: strips ? "stripped" : "unknown" };
  if (by !== "application") return { is: "none" };
  return {
    is: strips ? "stripped" : "passed",
    at: sent.at,
    write: write["upstream-not-stripped"],
    patch: sent.stripPatch,
  };
}

function observeMethods(simulation: Simulation, origin: string, { at }: SimulatedHeader): Aspect<readonly string[]> {
  const without = methods.filter((method) => headerOf(ask(simulation, { method, origin }), allowOrigin) === undefined);
  return { is: without, at, write: simulation.write["methods-missing"] };
}
