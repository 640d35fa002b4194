import type { Explanation } from "@concors/explain";
import type { VNode } from "preact";
import { Icon } from "../parts/icon.tsx";
import { lookAlikeResults, lookAlikeTitles, severityTones, severityWords } from "./words.ts";

interface PartProps {
  readonly explanation: Explanation;
}

/** What else would fail once the first is mended: no console says so before. */
export function HiddenFailures({ explanation: { failures } }: PartProps): VNode | null {
  const hidden = failures.filter(({ hiddenBehind }) => hiddenBehind !== null);
  if (hidden.length === 0) return null;
  return (
    <section class="report-part" aria-labelledby="hidden-title">
      <h3 id="hidden-title">Hidden behind it</h3>
      <p class="soft">Once that is mended, the browser gets to these. No console says so before.</p>
      <ul class="check-causes">
        {hidden.map(({ code, hiddenBehind, summary, title }) => (
          <li key={`${code} ${summary}`}>
            <p>
              <code class="check-code">{code}</code> <b>{title}</b>
            </p>
            <p>
              {summary} <span class="soft small">Behind {hiddenBehind}.</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const resultIcons = { "ruled-out": "allowed", cause: "blocked", possible: "unsure", unknown: "minus" } as const;

/** What gives a page the same error and is not CORS. */
export function LookAlikes({ explanation: { lookalikes } }: PartProps): VNode | null {
  if (lookalikes.length === 0) return null;
  const ruledOut = lookalikes.filter(({ result }) => result === "ruled-out").length;
  return (
    <section class="report-part" aria-labelledby="look-alikes-title">
      <details class="more">
        <summary>
          <h3 id="look-alikes-title">
            What only looks like it: {ruledOut} of {lookalikes.length} ruled out
          </h3>
        </summary>
        <ul class="look-alikes">
          {lookalikes.map(({ code, finding, result, ruledOutBy }) => (
            <li key={code} class={`is-${result}`}>
              <Icon name={resultIcons[result]} />
              <span>
                <b>{lookAlikeTitles[code]}</b>{" "}
                <span class="soft">
                  {lookAlikeResults[result]}
                  {ruledOutBy === null ? "" : `: ${ruledOutBy}`}
                  {finding === null ? "" : `. ${finding}`}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** What is unsafe in the answers, and what the shortcuts that people are told of would do here. */
export function SecurityNotes({ explanation: { security } }: PartProps): VNode | null {
  if (security.length === 0) return null;
  return (
    <section class="report-part" aria-labelledby="security-title">
      <h3 id="security-title">What not to do</h3>
      <ul class="graded">
        {security.map(({ code, message, severity }) => (
          <li key={code}>
            <span class={`chip ${severityTones[severity]}`}>{severityWords[severity]}</span>
            <span>{message}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
