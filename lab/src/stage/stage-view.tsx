import type { ComponentChildren, VNode } from "preact";
import { useEffect } from "preact/hooks";
import { Later } from "../parts/later.tsx";
import { loadLabInfo } from "../server/lab-server.ts";
import { BrowserRun } from "./browser-run.tsx";
import { SiteBForm, SiteCForm } from "./form/answers-form.tsx";
import { RequestForm } from "./form/request-form.tsx";
import { Prediction } from "./prediction.tsx";
import { Question } from "./question.tsx";
import { ScenarioPicker } from "./scenario-picker.tsx";
import "./stage.css";
import { addressedStage, isUnreadable } from "./stage-address.ts";
import type { StageStore } from "./stage-store.ts";

/** Sites A and B, the browser between them, and all that can be set. */
export function StageView(): VNode {
  const store = addressedStage;
  useEffect(() => {
    void loadLabInfo();
    const onKey = (event: KeyboardEvent): void => undoByKey(event, store);
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [store]);
  const outcome = store.outcome.value;
  const played = outcome.kind === "played" ? outcome : null;
  return (
    <div class="stage">
      {isUnreadable.value && (
        <p class="problem" role="alert">
          This address holds no stage that can be read. Here is the first one.
        </p>
      )}
      <Question store={store} outcome={played} />
      <ScenarioPicker store={store} />
      <div class="stage-columns">
        <div class="stage-forms">
          <Panel title="Site A's request" summary={store.stage.value.request.method}>
            <Later turn={2}>
              <RequestForm store={store} />
            </Later>
          </Panel>
          <Panel title="Site B's answer">
            <Later turn={3}>
              <SiteBForm store={store} />
            </Later>
          </Panel>
          {redirects(store) && (
            <Panel title="Site C's answer">
              <SiteCForm store={store} />
            </Panel>
          )}
        </div>
        <div class="stage-play">
          {played !== null && (
            <Later turn={0}>
              <Prediction store={store} outcome={played} />
            </Later>
          )}
          {played !== null && (
            <Later turn={1}>
              <BrowserRun outcome={played} />
            </Later>
          )}
          {outcome.kind === "bad-policy" && (
            <p class="problem" role="alert">
              Site B's policy is none yet: {outcome.issues[0]}
            </p>
          )}
        </div>
      </div>
    </div>
  );
}

/** A part of the form: open where there is room, a line otherwise. */
function Panel(props: {
  readonly title: string;
  readonly summary?: string;
  readonly children: ComponentChildren;
}): VNode {
  const { children, summary, title } = props;
  return (
    <details class="panel card" open={matchMedia("(min-width: 1100px)").matches}>
      <summary>
        <h2>{title}</h2>
        {summary !== undefined && <code class="soft">{summary}</code>}
      </summary>
      {children}
    </details>
  );
}

/** Whether anything leads to site C. */
function redirects({ stage }: StageStore): boolean {
  return (
    JSON.stringify(stage.value.siteB).includes("{{url:moved}}") ||
    JSON.stringify(stage.value.siteB).includes("{{userurl:moved}}")
  );
}

/** ⌘Z and Ctrl-Z, wherever the focus is: fields are as the stage is. */
function undoByKey(event: KeyboardEvent, store: StageStore): void {
  const isUndo =
    (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
  if (!isUndo || !store.canUndo.peek()) return;
  event.preventDefault();
  store.undo();
}
