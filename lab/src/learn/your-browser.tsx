import { listWords } from "@concors/explain/light";
import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { VerdictChip } from "../parts/verdict-chip.tsx";
import { LabServerError } from "../server/lab-server.ts";
import type { Happened } from "../stage/compare.ts";
import { differences } from "../stage/compare.ts";
import { runForReal } from "../stage/real-run.ts";
import type { StageOutcome } from "../stage/stage-store.ts";
import { thisEngine } from "../stage/this-engine.ts";
import { outcomeOfRun } from "./claims.ts";

type PlayedOutcome = Extract<StageOutcome, { kind: "played" }>;

type Run =
  | { readonly kind: "running" }
  | { readonly kind: "happened"; readonly happened: Happened }
  | { readonly kind: "problem"; readonly sentence: string };

/** The same in the browser that shows this page: site A's page fetches in a frame, and the sites tell what arrived. */
export function YourBrowser({ outcome }: { readonly outcome: PlayedOutcome }): VNode {
  const run = useSignal<Run>({ kind: "running" });
  const title = useId();
  const room = useRef<HTMLDivElement>(null);
  const { resources, stage } = outcome;

  useEffect(() => {
    const ended = new AbortController();
    void playHere();
    return () => ended.abort();

    async function playHere(): Promise<void> {
      try {
        run.value = {
          kind: "happened",
          happened: await runForReal(stage, resources, { room: room.current!, signal: ended.signal }),
        };
      } catch (error) {
        if (ended.signal.aborted) return;
        const sentence = error instanceof LabServerError ? error.message : "This browser could not play it.";
        run.value = { kind: "problem", sentence };
      }
    }
    // NB: A lesson's stage never changes; the sites' addresses may become known late, and do not matter here.
  }, [stage]);

  return (
    <section class="your-browser" aria-labelledby={title}>
      <h3 id={title}>Your browser</h3>
      <div role="status">
        <Told run={run.value} outcome={outcome} />
      </div>
      <div ref={room} class="visually-hidden" />
    </section>
  );
}

function Told({ outcome, run }: { readonly run: Run; readonly outcome: PlayedOutcome }): VNode {
  if (run.kind === "running") return <p class="soft">Site A’s page asks …</p>;
  if (run.kind === "problem") return <p class="soft">{run.sentence}</p>;
  const { arrived, readable } = outcomeOfRun(run.happened);
  const others = differences(outcome.played[thisEngine()], run.happened);
  return (
    <>
      <p data-arrived={arrived.join()} data-readable={readable}>
        <VerdictChip tone={readable ? "allowed" : "blocked"} word={readable ? "Readable" : "Blocked"} />{" "}
        {arrivedWords(arrived)} {seenWords(run.happened)}
      </p>
      {others.length > 0 && (
        <>
          <p>That is not what was predicted of this browser:</p>
          <ul>
            {others.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** What the Lab's server adds to each answer. */
const ofTheServer: ReadonlySet<string> = new Set(["cache-control", "content-length"]);

function arrivedWords(arrived: readonly string[]): string {
  if (arrived.length === 0) return "Nothing arrived.";
  return `What arrived: ${listWords(arrived.map((line) => line.replace(" ", " at site ")))}.`;
}

function seenWords({ seen }: Happened): string {
  const last = seen.at(-1)!;
  if (!last.ok) return `The script got “${last.name}: ${last.message}”.`;
  if (last.type === "opaque") return "The script got an answer that it cannot look into.";
  const names = last.headers.map(([name]) => name).filter((name) => !ofTheServer.has(name));
  return `The script got ${last.status} and can read ${names.length === 0 ? "no header" : listWords(names)}.`;
}
