import type { EngineName, Trace } from "@concors/browser/engine";
import { isAboutPreflightStatus } from "./cause-code.ts";
import { explain } from "./explain.ts";
import type { ExplainOptions } from "./explain.ts";
import { redactedConsole } from "./explain-with.ts";
import type { EngineOutcome, Explanation, NamedDeparture, Note, Report, Verdict } from "./explanation.ts";
import { failuresOf, sharedFailures } from "./failures.ts";
import type { Facts } from "./look-alikes/facts.ts";
import { needsLocalNetworkPermission } from "./local-network.ts";
import { listWords } from "./words.ts";

export interface ExplainAllOptions extends Omit<ExplainOptions, "facts"> {
  /** What is known beside each engine's trace. */
  readonly facts?: ReadonlyMap<EngineName, Facts>;
  /** The departures from the standard that changed what an engine did with this request. */
  readonly departures?: ReadonlyMap<EngineName, readonly NamedDeparture[]>;
}

/** One report on several engines' traces of one fetch. Engines with the same story share an explanation. */
export function explainAll(traces: readonly Trace[], options: ExplainAllOptions = {}): Report {
  const stories: Story[] = [];
  for (const trace of traces) {
    const explanation = explain(trace, optionsFor(trace, options));
    const key = storyOf(explanation);
    const same = stories.find((story) => story.key === key);
    if (same === undefined) stories.push({ key, explanation, traces: [trace] });
    else same.traces.push(trace);
  }
  const sorted = stories.toSorted((a, b) => urgency(a) - urgency(b));
  return {
    version: 1,
    verdict: verdictOf(stories),
    engines: traces.map((trace) =>
      outcomeOf(
        trace,
        sorted.findIndex(({ traces: told }) => told.includes(trace)),
        sorted,
        options,
      ),
    ),
    explanations: sorted.map(({ explanation, traces: told }) => ({
      ...explanation,
      failures: sharedFailures(told.map((trace) => failuresOf(trace, factsOf(trace, options)))),
      notes: [...explanation.notes, ...otherReasons(explanation, told), ...notesOfOthers(explanation, told, options)],
    })),
  };
}

function optionsFor(trace: Trace, options: ExplainAllOptions): ExplainOptions {
  return { ...options, facts: factsOf(trace, options) };
}

function factsOf({ engine }: Trace, { facts }: ExplainAllOptions): Facts {
  return facts?.get(engine) ?? {};
}

interface Story {
  readonly key: string;
  readonly explanation: Explanation;
  readonly traces: Trace[];
}

/** What two engines have to agree on to have the same story: the verdict, the cause, and what was sent. */
function storyOf({ cause, readable, response, timeline, verdict }: Explanation): string {
  const wire = timeline.map(({ kind, method, url, response: answer }) => [kind, method, url, answer?.status ?? null]);
  return JSON.stringify([
    verdict,
    readable,
    cause?.code ?? null,
    cause?.exchange ?? null,
    response?.type ?? null,
    wire,
  ]);
}

function outcomeOf(
  trace: Trace,
  index: number,
  stories: readonly { readonly explanation: Explanation }[],
  options: ExplainAllOptions,
): EngineOutcome {
  const { departures, pageAddressSpace } = options;
  const { cause, readable, verdict } = stories[index]!.explanation;
  const { console, javascript } = redactedConsole(trace, factsOf(trace, options));
  return {
    engine: trace.engine,
    verdict,
    readable,
    code: cause?.code ?? null,
    console,
    javascript,
    explanation: index,
    needsPermission: needsLocalNetworkPermission(trace, pageAddressSpace),
    departures: (departures?.get(trace.engine) ?? []).map(({ id, does, standard }) => ({ id, does, standard })),
  };
}

function verdictOf(stories: readonly Story[]): Report["verdict"] {
  const ofBrowsers = stories.filter(isOfBrowser);
  const verdicts = new Set(
    (ofBrowsers.length > 0 ? ofBrowsers : stories).map(({ explanation }) => explanation.verdict),
  );
  if (verdicts.has("inconclusive")) return "inconclusive";
  return verdicts.size > 1 ? "mixed" : [...verdicts][0]!;
}

/** Whether a browser has this story, and not the standard alone. */
function isOfBrowser({ traces }: Story): boolean {
  return traces.some(({ engine }) => engine !== "spec");
}

const order: readonly Verdict[] = ["blocked", "inconclusive", "allowed"];

/** What a person has to read first. */
function urgency(story: Story): number {
  return order.indexOf(story.explanation.verdict) + (isOfBrowser(story) ? 0 : order.length);
}

const engineNames: Readonly<Record<EngineName, string>> = {
  spec: "the standard",
  chromium: "Chromium",
  firefox: "Firefox",
  webkit: "WebKit",
};

/** Some consoles name the missing header where the status is the reason: say so to whoever compares. */
function otherReasons({ cause }: Explanation, traces: readonly Trace[]): Note[] {
  if (cause === null || !isAboutPreflightStatus(cause.code)) return [];
  const misled = traces.filter(
    ({ engine, outcome }) => engine !== "spec" && !outcome.ok && outcome.failure.code === "allow-origin-missing",
  );
  if (misled.length === 0) return [];
  const names = listWords(misled.map(({ engine }) => engineNames[engine]));
  const verb = misled.length === 1 ? "names" : "name";
  const summary = `${names} ${verb} the missing Access-Control-Allow-Origin in the console; it is missing because of the status.`;
  return [{ code: "engines-name-another-reason", summary }];
}

/** Notes that hold for one engine of the group only. */
function notesOfOthers({ notes }: Explanation, traces: readonly Trace[], options: ExplainAllOptions): Note[] {
  const seen = new Set(notes.map(({ summary }) => summary));
  return traces.slice(1).flatMap((trace) =>
    explain(trace, optionsFor(trace, options)).notes.filter(({ summary }) => {
      if (seen.has(summary)) return false;
      seen.add(summary);
      return true;
    }),
  );
}
