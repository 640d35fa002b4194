import type { Policy } from "concors";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Switch, TextField } from "../../parts/field.tsx";
import type { StagePolicy } from "../stage.ts";
import type { StageStore } from "../stage-store.ts";

type Draft = Readonly<Record<string, unknown>>;

/** A policy of `concors` as a form; what it answers is in the diagram. */
export function PolicyForm(props: { readonly store: StageStore; readonly siteB: StagePolicy }): VNode {
  const { siteB, store } = props;
  const policy = siteB.policy as unknown as Draft;
  const outcome = store.outcome.value;
  const set = (key: string, value: unknown): void => {
    const { [key]: _, ...others } = policy;
    const next = value === undefined ? others : { ...others, [key]: value };
    store.change({ ...store.stage.value, siteB: { ...siteB, policy: next as unknown as Policy } }, `policy ${key}`);
  };
  return (
    <>
      <ListField label="origins" value={policy["origins"]} onChange={(list) => set("origins", list ?? [])} />
      <Switch checked={policy["credentials"] === true} onChange={(on) => set("credentials", on ? true : undefined)}>
        <code>credentials</code>
      </Switch>
      {["methods", "requestHeaders", "exposedHeaders"].map((key) => (
        <ListField key={key} label={key} value={policy[key]} onChange={(list) => set(key, list)} />
      ))}
      <TextField
        label="maxAge, in seconds"
        mono
        value={textOf(policy["maxAge"])}
        onInput={(text) => set("maxAge", /^\d+$/.test(text) ? Number(text) : undefined)}
      />
      {outcome.kind === "bad-policy" && (
        <ul class="issues" role="alert">
          {outcome.issues.map((issue) => (
            <li key={issue}>{issue}</li>
          ))}
        </ul>
      )}
      <p class="small soft">
        <code>{"{{A}}"}</code> stands for site A's origin. What the policy answers is in the diagram.
      </p>
    </>
  );
}

type List = "*" | readonly string[] | undefined;

/** A list as one writes it; the comma that is just being written stays. */
function ListField(props: {
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (list: List) => void;
}): VNode {
  const { label, onChange, value } = props;
  const [text, setText] = useState(textOf(value));
  const isOwn = textOf(listOf(text)) === textOf(value);
  return (
    <TextField
      label={label}
      mono
      value={isOwn ? text : textOf(value)}
      onInput={(written) => {
        setText(written);
        onChange(listOf(written));
      }}
    />
  );
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** "*" for all, a list otherwise; undefined if there is nothing. */
function listOf(text: string): List {
  if (text.trim() === "*") return "*";
  const items = text.split(/[,\s]+/).filter((item) => item !== "");
  return items.length === 0 ? undefined : items;
}
