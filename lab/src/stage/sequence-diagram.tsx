import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import "./sequence-diagram.css";
import type { Lane, Moment, SequenceLine } from "./sequence.ts";
import type { Origins } from "./sites.ts";

/** A row of moments that belong together: one time that the request is made. */
export interface Chapter {
  /** Null if there is only one. */
  readonly title: string | null;
  readonly moments: readonly Moment[];
}

const names: Readonly<Record<Lane, string>> = {
  A: "Site A",
  browser: "Browser",
  B: "Site B",
  C: "Site C",
};

/**
 * Who says what to whom, in order. It is an ordered list, whatever it looks like; what is new since it was drawn last comes
 * one after the other, as it happens.
 *
 * @param take another one draws all of it again
 * @param waitsFor whose turn it is, in a story that goes on
 */
export function SequenceDiagram(props: {
  readonly chapters: readonly Chapter[];
  readonly origins: Origins;
  readonly label: string;
  readonly take?: number;
  readonly waitsFor?: Lane | undefined;
}): VNode {
  const { chapters, label, origins, take = 0, waitsFor } = props;
  const moments = chapters.flatMap((chapter) => chapter.moments);
  const hasC = moments.some(({ from, to }) => from === "C" || to === "C");
  const lanes: readonly Lane[] = hasC ? ["A", "browser", "B", "C"] : ["A", "browser", "B"];
  const keys = moments.map((one, index) => `${take} ${index} ${JSON.stringify(one)}`);
  const drawn = useRef<ReadonlyMap<string, Entrance>>(new Map());
  const entrances = (drawn.current = entrancesOf(keys, drawn.current));

  let index = -1;
  return (
    <div class="diagram" data-lanes={lanes.length}>
      <div class="diagram-heads" aria-hidden="true">
        {lanes.map((lane) => (
          <div key={lane} class="diagram-head" data-lane={lane}>
            <b>
              {lane === "browser" ? names.browser : `Site ${lane}`}
              {lane === "A" && <span>'s page</span>}
            </b>
            {lane !== "browser" && <span>{origins[lane].replace(/^\w+:\/\//, "")}</span>}
          </div>
        ))}
      </div>
      <div class="diagram-body">
        {lanes.map((lane) => (
          <span key={lane} class="lifeline" data-lane={lane} aria-hidden="true" />
        ))}
        {chapters.map((chapter, number) => (
          <section key={number} aria-label={chapter.title === null ? label : `${label}: ${chapter.title}`}>
            {chapter.title !== null && <h3 class="chapter">{chapter.title}</h3>}
            <ol class="moments">
              {chapter.moments.map((one) => {
                index++;
                const key = keys[index]!;
                return <MomentItem key={key} moment={one} wait={entrances.get(key)!.wait} />;
              })}
            </ol>
          </section>
        ))}
        {waitsFor !== undefined && <span class="waits" data-lane={waitsFor} aria-hidden="true" />}
      </div>
    </div>
  );
}

/** When a moment is drawn. */
interface Entrance {
  /** As `performance.now()` has it. */
  readonly at: number;
  /** How long after it was put into the page, in milliseconds. */
  readonly wait: number;
}

/** Milliseconds from the beginning of one moment to that of the next: the first is on its way yet. */
const between = 230;

/** When each moment comes. What was drawn stays as it is; what is new waits for what is before it. */
function entrancesOf(keys: readonly string[], drawn: ReadonlyMap<string, Entrance>): ReadonlyMap<string, Entrance> {
  const now = performance.now();
  let free = now;
  return new Map(
    keys.map((key): [string, Entrance] => {
      const entrance = drawn.get(key) ?? { at: free, wait: free - now };
      free = Math.max(free, entrance.at + between);
      return [key, entrance];
    }),
  );
}

function MomentItem({ moment, wait }: { readonly moment: Moment; readonly wait: number }): VNode {
  const { from, isPreflight, kind, lines, step, text, title, to, tone } = moment;
  const classes = `moment ${kind} ${tone}${isPreflight ? " preflight" : ""}`;
  return (
    <li class={classes} data-from={from} data-to={to} style={{ "--wait": `${wait}ms` }}>
      {kind !== "note" && (
        <span class="wire" aria-hidden="true">
          <span class="wire-line" />
          <span class="wire-head" />
        </span>
      )}
      <div class="said">
        <p class="said-title">
          <span class="visually-hidden">{whoToWhom(moment)}</span>
          {tone !== "plain" && <Icon name={tone} />}
          {kind === "note" ? <b>{title}</b> : <code>{title}</code>}
          {isPreflight && <span class="tag">preflight</span>}
        </p>
        {text !== null && <p class="said-text">{text}</p>}
        {lines.length > 0 && (
          <ul class="said-lines">
            {lines.map((line, place) => (
              <LineItem key={place} line={line} />
            ))}
          </ul>
        )}
        {step !== null && (
          <a class="said-step" href={step.url} target="_blank" rel="noreferrer">
            {step.name} <Icon name="out" />
          </a>
        )}
      </div>
    </li>
  );
}

function LineItem({ line }: { readonly line: SequenceLine }): VNode {
  const { mark, name, note, value } = line;
  return (
    <li class={`line ${mark}`}>
      <code>
        <b>{name}:</b> {value}
      </code>
      {note !== null && <span class="line-note">{note}</span>}
    </li>
  );
}

function whoToWhom({ from, kind, to }: Moment): string {
  const who = (lane: Lane): string => (lane === "browser" ? "the browser" : `site ${lane}`);
  if (kind === "note") return "The browser: ";
  return `From ${who(from)} to ${who(to)}: `;
}
