import type { VNode } from "preact";
import { Icon } from "../parts/icon.tsx";
import { toneOf } from "../check/words.ts";
import { VerdictChip } from "../parts/verdict-chip.tsx";
import { askServer, draft, live, request, setRequest } from "./fix-state.ts";
import type { AnswerDiff, DiffLine } from "./header-diff.ts";
import { answerDiffs, isSame } from "./header-diff.ts";

/** What the live server sends now, against what it would with the policy. */
export function LiveDiff(): VNode {
  const { from, method, url } = request.value;
  return (
    <section class="card live" aria-labelledby="live-title">
      <h2 id="live-title">What it would change</h2>
      <p class="soft">Ask a live server as a page would, and see its answers against those of the policy.</p>
      <form
        class="live-form"
        onSubmit={(event) => {
          event.preventDefault();
          void askServer();
        }}
      >
        <div class="field live-url">
          <label for="live-url">URL</label>
          <input
            id="live-url"
            class="input mono"
            placeholder="https://api.example.com/items"
            value={url}
            onInput={(event) => setRequest({ url: event.currentTarget.value })}
          />
        </div>
        <div class="field live-from">
          <label for="live-from">The page’s origin</label>
          <input
            id="live-from"
            class="input mono"
            placeholder="https://app.example.com"
            value={from}
            onInput={(event) => setRequest({ from: event.currentTarget.value })}
          />
        </div>
        <div class="field">
          <label for="live-method">Method</label>
          <input
            id="live-method"
            class="input mono"
            value={method}
            onInput={(event) => setRequest({ method: event.currentTarget.value })}
          />
        </div>
        <div class="field">
          <label for="live-headers">Headers that the page sets</label>
          <textarea
            id="live-headers"
            class="input mono live-headers"
            rows={1}
            spellcheck={false}
            placeholder="Name: value"
            value={request.value.headers}
            onInput={(event) => setRequest({ headers: event.currentTarget.value })}
          />
        </div>
        <button class="button main live-ask" type="submit" disabled={url.trim() === "" || live.value.kind === "busy"}>
          <Icon name="play" />
          {live.value.kind === "busy" ? "Asking…" : "Compare"}
        </button>
      </form>
      <Outcome />
    </section>
  );
}

function Outcome(): VNode | null {
  const { site } = draft.value;
  switch (live.value.kind) {
    case "none":
    case "busy":
      return null;
    case "problem":
      return (
        <p class="blocked-text" role="alert">
          {live.value.message}
        </p>
      );
    case "asked": {
      const { explanation } = live.value;
      if (site === null) return <p class="soft">The comparison is here once nothing is wrong with the policy.</p>;
      const diffs = answerDiffs(explanation, site);
      return (
        <div class="diffs" role="status">
          <p>
            Now: <VerdictChip tone={toneOf(explanation.verdict)} word={explanation.summary} />
          </p>
          {diffs.map((diff, index) => (
            <Answer diff={diff} key={index} />
          ))}
        </div>
      );
    }
  }
}

function Answer({ diff }: { readonly diff: AnswerDiff }): VNode {
  const { kind, lines, method, remark, url } = diff;
  return (
    <section class="diff">
      <h3>
        {kind === "preflight" ? "The answer to the preflight" : "The answer to the request"}{" "}
        <span class="mono soft small">
          {method} {url}
        </span>
      </h3>
      {remark === null ? null : <p class="soft small">{remark}</p>}
      {isSame(diff) ? <p class="allowed-text">Nothing changes: it answers as the policy says.</p> : null}
      <ul class="diff-lines mono">
        {lines.map((line, index) => (
          <Line line={line} key={index} />
        ))}
      </ul>
    </section>
  );
}

const lineWords = { same: "stays", gone: "goes", new: "new" } as const;

function Line({ line: { kind, text } }: { readonly line: DiffLine }): VNode {
  return (
    <li class={`diff-line is-${kind}`}>
      <span aria-hidden="true" class="diff-mark">
        {kind === "gone" ? "−" : kind === "new" ? "+" : " "}
      </span>
      <span class="visually-hidden">{lineWords[kind]}: </span>
      <span>{text}</span>
    </li>
  );
}
