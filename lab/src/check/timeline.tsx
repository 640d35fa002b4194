import type { DecidingLine, ExplainedExchange, Explanation } from "@concors/explain";
import type { HeaderList } from "concors/protocol";
import type { VNode } from "preact";
import { Icon } from "../parts/icon.tsx";
import { exchangeTitle, originOf, pathOf, statusLine } from "./words.ts";

/** What was sent and answered, in its order, with the line that decided lit. */
export function Timeline({ explanation }: { readonly explanation: Explanation }): VNode | null {
  const { notSent, preflight, timeline } = explanation;
  if (timeline.length === 0 && notSent === null) return null;
  return (
    <section class="report-part" aria-labelledby="timeline-title">
      <h3 id="timeline-title">What happened</h3>
      {preflight.because.length === 0 ? null : (
        <p class="soft">
          The browser asks first, because of{" "}
          {preflight.because.map(({ kind, name, rule }, index) => (
            <span key={`${kind} ${name}`}>
              {index === 0 ? "" : ", "}
              <b class="mono">{name ?? kind}</b> ({rule})
            </span>
          ))}
          .
        </p>
      )}
      <ol class="timeline">
        {timeline.map((exchange, index) => (
          <Exchange exchange={exchange} key={index} />
        ))}
        {notSent === null ? null : (
          <li class="exchange is-not-sent">
            <p class="exchange-title">
              <Icon name="minus" /> Never sent:{" "}
              <span class="mono">
                {notSent.method} {notSent.url}
              </span>
            </p>
          </li>
        )}
      </ol>
    </section>
  );
}

function Exchange({ exchange }: { readonly exchange: ExplainedExchange }): VNode {
  const { checks, deciding, method, requestHeaders, response, url } = exchange;
  const inferred = response?.inferredFrom ?? null;
  return (
    <li class={`exchange ${deciding === null ? "" : "decides"}`}>
      <p class="exchange-title">
        <b>{exchangeTitle(exchange)}</b>
        <span class="mono soft">{originOf(url)}</span>
      </p>
      <div class="exchange-sides">
        <div class="message">
          <p class="message-direction">
            <span aria-hidden="true">→</span> The browser sends
          </p>
          <ul class="lines mono">
            <li class="line first">
              {method} {pathOf(url)}
            </li>
            <Headers headers={requestHeaders} />
          </ul>
        </div>
        <div class="message">
          <p class="message-direction">
            <span aria-hidden="true">←</span> The server answers
            {inferred === null ? "" : ` (worked out from ${inferred})`}
          </p>
          <ul class="lines mono">
            <Line
              text={statusLine(response)}
              isFirst
              deciding={deciding?.kind === "status" || deciding?.kind === "no-answer" ? deciding : null}
            />
            <AnswerHeaders headers={response?.headers ?? []} deciding={deciding} />
          </ul>
        </div>
      </div>
      {checks.length === 0 ? null : (
        <ul class="checks small">
          {checks.map(({ name, result, step }) => (
            <li key={name} class={result === "pass" ? "allowed-text" : "blocked-text"}>
              <Icon name={result === "pass" ? "allowed" : "blocked"} />
              {step.name}
              <span class="visually-hidden">{result === "pass" ? ": passed" : ": failed"}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Headers({ headers }: { readonly headers: HeaderList }): VNode {
  return (
    <>
      {headers.map(([name, value], index) => (
        <li class={`line ${isOfCors(name) ? "" : "soft"}`} key={index}>
          {name}: {value}
        </li>
      ))}
    </>
  );
}

interface AnswerHeadersProps {
  readonly headers: HeaderList;
  readonly deciding: DecidingLine | null;
}

function AnswerHeaders({ deciding, headers }: AnswerHeadersProps): VNode {
  const last = deciding?.kind === "header" ? deciding.lines.at(-1) : undefined;
  return (
    <>
      {headers.map(([name, value], index) => {
        const isLit = deciding?.kind === "header" && deciding.lines.includes(index);
        if (!isLit)
          return (
            <li class={`line ${isOfCors(name) ? "" : "soft"}`} key={index}>
              {name}: {value}
            </li>
          );
        // What was wanted is said once, after the last of several lines.
        return <Line text={`${name}: ${value}`} deciding={deciding} isQuiet={index !== last} key={index} />;
      })}
      {deciding?.kind === "absent-header" ? (
        <Line text={`no ${deciding.name ?? "such header"}`} deciding={deciding} isAbsent />
      ) : null}
    </>
  );
}

interface LineProps {
  readonly text: string;
  /** What was wanted, if this line decided. */
  readonly deciding: DecidingLine | null;
  readonly isFirst?: boolean;
  readonly isAbsent?: boolean;
  readonly isQuiet?: boolean;
}

function Line({ deciding, isAbsent = false, isFirst = false, isQuiet = false, text }: LineProps): VNode {
  if (deciding === null) return <li class={`line ${isFirst ? "first" : ""}`}>{text}</li>;
  return (
    <li class={`line lit ${isFirst ? "first" : ""} ${isAbsent ? "absent" : ""}`}>
      <Icon name="blocked" />
      <span>
        {text}
        {isQuiet ? null : (
          <span class="wanted">
            <b>This decides.</b> Wanted: {deciding.wanted}
          </span>
        )}
      </span>
    </li>
  );
}

function isOfCors(name: string): boolean {
  return /^(?:origin|access-control-.*|vary|location|cookie|set-cookie|cross-origin-.*)$/i.test(name);
}
