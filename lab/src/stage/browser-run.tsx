import { useSignal } from "@preact/signals";
import type { RefObject, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { VerdictChip } from "../parts/verdict-chip.tsx";
import { LabServerError, labInfo, labProblem } from "../server/lab-server.ts";
import type { Happened } from "./compare.ts";
import { differences } from "./compare.ts";
import { tones } from "./engines-row.tsx";
import { happenedSequence, waitingFor } from "./happened-sequence.ts";
import { runForReal } from "./real-run.ts";
import { scenarioOf } from "./scenario.ts";
import type { Stage } from "./stage.ts";
import { firstStage } from "./stage.ts";
import { SequenceDiagram } from "./sequence-diagram.tsx";
import type { StageOutcome } from "./stage-store.ts";
import { thisEngine } from "./this-engine.ts";
import type { StageVerdict } from "./verdict.ts";
import { engineTitles, verdictWords } from "./verdict.ts";
import { timeTitle } from "./words.ts";

type PlayedOutcome = Extract<StageOutcome, { kind: "played" }>;

/** What happened, and of which stage: that on the page may be another one by now. */
interface PlayedRun {
  readonly outcome: PlayedOutcome;
  readonly happened: Happened;
  readonly take: number;
}

type RunState =
  /** Nothing has happened yet. */
  | { readonly kind: "begun" }
  | ({ readonly kind: "running" | "done" } & PlayedRun)
  | { readonly kind: "problem"; readonly sentence: string };

/** How long a stage has to stay as it is before it is run, in milliseconds: nobody wants each letter run. */
const settled = 350;

/** What the browser at hand really does: the same request, from site A's page in a frame. */
export function BrowserRun({ outcome }: { readonly outcome: PlayedOutcome }): VNode {
  const state = useSignal<RunState>({ kind: "begun" });
  const take = useSignal(0);
  const room = useRef<HTMLDivElement>(null);
  const section = useRef<HTMLElement>(null);
  const { resources, stage } = outcome;
  const isWanted = useIsWanted(section, stage);
  const isKnown = labInfo.value !== null && isWanted;
  const asked = JSON.stringify([stage, resources, isKnown, take.value]);

  useEffect(() => {
    if (!isKnown) return undefined;
    const leaving = new AbortController();
    const timer = setTimeout(() => void run(), settled);
    async function run(): Promise<void> {
      const { signal } = leaving;
      const show = (kind: "running" | "done", happened: Happened): void => {
        if (!signal.aborted) state.value = { kind, outcome, happened, take: take.peek() };
      };
      try {
        const onProgress = (happened: Happened): void => show("running", happened);
        show("done", await runForReal(stage, resources, { room: room.current!, signal, onProgress }));
      } catch (error) {
        if (!signal.aborted) state.value = { kind: "problem", sentence: sentenceOf(error, stage.page.scheme) };
      }
    }
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [asked]);

  const shown = isKnown ? state.value : notKnown(labProblem.value);
  // Until the new one is there, what an earlier stage came to stays, and is marked as what it is.
  const isStale = "happened" in shown && !(shown.outcome.stage === stage && shown.take === take.value);
  const isDone = !isStale && (shown.kind === "done" || shown.kind === "problem");
  return (
    <section
      ref={section}
      class={isStale ? "real card stale" : "real card"}
      aria-labelledby="real-title"
      aria-busy={!isDone}
      data-run={isDone ? shown.kind : "running"}
    >
      <div class="real-head">
        <h2 id="real-title">In your browser, for real</h2>
        <button type="button" class="button little" onClick={() => take.value++}>
          <Icon name="play" /> Run it again
        </button>
      </div>
      <p class="soft">
        Site A's page runs in a frame and fetches; what arrived at the sites is told by the sites themselves.
      </p>
      <RunResult state={shown} />
      <div class="real-room" ref={room} />
    </section>
  );
}

/**
 * Whether there is somebody to see it: the first stage is run when it is looked at, so that a page that was only loaded has
 * no failed request in its console.
 */
function useIsWanted(section: RefObject<HTMLElement | null>, stage: Stage): boolean {
  const isSeen = useSignal(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) isSeen.value = true;
    });
    observer.observe(section.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (stage !== firstStage) isSeen.value = true;
  }, [stage]);
  return isSeen.value || stage !== firstStage;
}

function notKnown(problem: string | null): RunState {
  return problem === null ? { kind: "begun" } : { kind: "problem", sentence: problem };
}

function sentenceOf(error: unknown, scheme: "http" | "https"): string {
  if (!(error instanceof LabServerError)) throw error;
  const { sites } = labInfo.value!;
  if (scheme !== "https") return error.message;
  if (sites.https === null) return labInfo.value?.whyNoHttps ?? error.message;
  return `${error.message} Its certificate was made a moment ago, and your browser does not know it: open ${sites.https.A}, ${sites.https.B} and ${sites.https.C} once each, accept it, and run it again.`;
}

function RunResult({ state }: { readonly state: RunState }): VNode {
  if (state.kind === "begun") return <p class="soft">Site A's page is on its way …</p>;
  if (state.kind === "problem") {
    return (
      <p class="problem" role="alert">
        {state.sentence}
      </p>
    );
  }
  const { happened, kind, outcome, take } = state;
  const { request } = outcome.stage;
  const waiting = kind === "running" ? waitingFor(happened, outcome.stage) : null;
  const call = outcome.played.spec.fetches[0]!.explanation.reproduce.fetch.replace(/^await /, "");
  const chapters = happenedSequence(happened, outcome.stage, call);
  return (
    <>
      {kind === "running" ? (
        <p class="soft waiting" role="status">
          {waiting?.words}
        </p>
      ) : (
        <Comparison outcome={outcome} happened={happened} verdict={verdictSeen(happened)} />
      )}
      <details class="more" open={hasRoom()}>
        <summary>What arrived, and what the script saw</summary>
        <SequenceDiagram
          label="What really happened"
          chapters={chapters.map((moments, time) => ({ title: timeTitle(time, request), moments }))}
          origins={outcome.origins}
          take={take}
          waitsFor={waiting?.for}
        />
      </details>
    </>
  );
}

function hasRoom(): boolean {
  return matchMedia("(min-width: 600px)").matches;
}

function verdictSeen({ seen }: Happened): StageVerdict {
  const last = seen.at(-1);
  if (last === undefined || !last.ok) return "blocked";
  return last.type === "opaque" || last.type === "opaqueredirect" ? "opaque" : "readable";
}

function Comparison(props: {
  readonly outcome: PlayedOutcome;
  readonly happened: Happened;
  readonly verdict: StageVerdict;
}): VNode {
  const { happened, outcome, verdict } = props;
  const engine = thisEngine();
  const told = differences(outcome.played[engine], happened);
  return (
    <div class="comparison" data-verdict={verdict} data-agrees={told.length === 0}>
      <p>
        <VerdictChip tone={tones[verdict]} word={verdictWords[verdict]} />{" "}
        {told.length === 0 && <span>as predicted for {engineTitles[engine]}.</span>}
      </p>
      {told.length > 0 && (
        <>
          <p>
            <b>This browser did otherwise than {engineTitles[engine]} was predicted to:</b>
          </p>
          <ul class="differences-list">
            {told.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <Report outcome={outcome} />
        </>
      )}
    </div>
  );
}

/** The scenario as JSON: one line that the project's own tests play. */
function Report({ outcome }: { readonly outcome: PlayedOutcome }): VNode {
  const line = JSON.stringify(scenarioOf(outcome.stage, outcome.resources));
  const isCopied = useSignal(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(line);
    isCopied.value = true;
  };
  return (
    <details class="more">
      <summary>Report it: the scenario as JSON</summary>
      <pre class="code" tabIndex={0}>
        {line}
      </pre>
      <button type="button" class="button little" onClick={() => void copy()}>
        <Icon name="copy" /> {isCopied.value ? "Copied" : "Copy"}
      </button>
    </details>
  );
}
