import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";
import { Choices, SelectField, Switch } from "../../parts/field.tsx";
import type { Stage, StageAnswer, StageAnswers } from "../stage.ts";
import { answer } from "../stage.ts";
import type { StageStore } from "../stage-store.ts";
import { HeaderLines } from "./header-lines.tsx";
import { PolicyForm } from "./policy-form.tsx";

const names = [
  "Access-Control-Allow-Origin",
  "Access-Control-Allow-Credentials",
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers",
  "Access-Control-Expose-Headers",
  "Access-Control-Max-Age",
  "Vary",
  "Location",
  "X-Total",
];
const values = ["{{page}}", "*", "{{origin}}", "null", "true", "{{url:moved}}", "{{acrh}}", "Origin"];

/** What site B answers: in header lines, or as a policy. */
export function SiteBForm({ store }: { readonly store: StageStore }): VNode {
  const stage = store.stage.value;
  const { siteB } = stage;
  const setKind = (kind: Stage["siteB"]["kind"]): void =>
    store.change({
      ...stage,
      siteB: kind === "policy" ? { kind, policy: firstPolicy, actual: answer(200) } : linesOf(store),
    });
  return (
    <div class="form">
      <Choices
        label="Said in"
        value={siteB.kind}
        options={[
          ["answers", "Header lines"],
          ["policy", "A policy"],
        ]}
        onChange={setKind}
      />
      {siteB.kind === "policy" ? (
        <PolicyForm store={store} siteB={siteB} />
      ) : (
        <AnswersForm answers={siteB} onChange={(next, field) => store.change({ ...stage, siteB: next }, field)} />
      )}
    </div>
  );
}

const firstPolicy = { origins: ["{{A}}"] } as unknown as Extract<Stage["siteB"], { kind: "policy" }>["policy"];

/** A policy's lines, to go on from. */
function linesOf({ outcome, stage }: StageStore): StageAnswers {
  const known = outcome.value;
  if (known.kind === "played") return known.resources.items;
  return { kind: "answers", preflight: null, actual: stage.value.siteB.actual };
}

/** Where redirects lead. */
export function SiteCForm({ store }: { readonly store: StageStore }): VNode {
  const stage = store.stage.value;
  return (
    <div class="form">
      <AnswersForm answers={stage.siteC} onChange={(siteC, field) => store.change({ ...stage, siteC }, field)} />
    </div>
  );
}

function AnswersForm(props: {
  readonly answers: StageAnswers;
  readonly onChange: (answers: StageAnswers, field: string) => void;
}): VNode {
  const { answers, onChange } = props;
  const { actual, preflight } = answers;
  return (
    <>
      <Switch
        checked={preflight !== null}
        onChange={(has) =>
          onChange({ ...answers, preflight: has ? { status: 204, headers: actual.headers } : null }, "")
        }
      >
        Preflights have an answer of their own
      </Switch>
      {preflight !== null && (
        <AnswerFields
          title="To a preflight (OPTIONS)"
          answer={preflight}
          onChange={(next, field) => onChange({ ...answers, preflight: next }, `preflight ${field}`)}
        />
      )}
      <AnswerFields
        title={preflight === null ? "To every request" : "To the request itself"}
        answer={actual}
        onChange={(next, field) => onChange({ ...answers, actual: next }, `actual ${field}`)}
      />
    </>
  );
}

function AnswerFields(props: {
  readonly title: string;
  readonly answer: StageAnswer;
  readonly onChange: (answer: StageAnswer, field: string) => void;
}): VNode {
  const { answer: given, onChange, title } = props;
  return (
    <fieldset class="answer-fields">
      <legend>{title}</legend>
      <div class="form-pair">
        <StatusField status={given.status} onChange={(status) => onChange({ ...given, status }, "status")} />
        <SelectField
          label="Comes"
          value={String(given.delay ?? 0)}
          options={delays}
          onChange={(seconds) => onChange(withDelay(given, Number(seconds)), "")}
        />
      </div>
      <HeaderLines
        label="Header lines"
        lines={given.headers}
        names={names}
        values={values}
        onChange={(headers, field) => onChange({ ...given, headers }, field)}
      />
    </fieldset>
  );
}

const delays = [
  ["0", "At once"],
  ["1", "After 1 s"],
  ["2", "After 2 s"],
  ["3", "After 3 s"],
] as const;

/** NB: What comes at once says nothing of it, so that it is the same stage as one that never did. */
function withDelay(answered: StageAnswer, seconds: number): StageAnswer {
  const { delay: _before, ...others } = answered;
  return seconds === 0 ? others : { ...others, delay: seconds };
}

function StatusField(props: { readonly status: number; readonly onChange: (status: number) => void }): VNode {
  const id = useId();
  const { onChange, status } = props;
  const [text, setText] = useState(String(status));
  const isStatus = /^[2-5]\d\d$/.test(text);
  // What is being written is nobody's status yet; what was set elsewhere is shown.
  const shown = isStatus && Number(text) !== status ? String(status) : text;
  return (
    <div class="field">
      <label for={id}>Status</label>
      <input
        id={id}
        class="input mono"
        inputMode="numeric"
        value={shown}
        aria-invalid={!isStatus}
        list={`${id}-list`}
        onInput={(event) => {
          const written = event.currentTarget.value;
          setText(written);
          if (/^[2-5]\d\d$/.test(written)) onChange(Number(written));
        }}
      />
      <datalist id={`${id}-list`}>
        {[200, 204, 301, 302, 307, 401, 403, 404, 405, 500].map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
    </div>
  );
}
