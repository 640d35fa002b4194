import type { ComponentChildren, VNode } from "preact";
import { useId } from "preact/hooks";

/** A label and a select of a few values, each with its words. */
export function SelectField<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, words: string])[];
  readonly onChange: (value: Value) => void;
  readonly mono?: boolean;
}): VNode {
  const id = useId();
  const { label, mono = false, onChange, options, value } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        class={mono ? "select mono" : "select"}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A label and a line of text. */
export function TextField(props: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly list?: readonly string[];
  readonly mono?: boolean;
}): VNode {
  const id = useId();
  const { label, list, mono = false, onInput, value } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class={mono ? "input mono" : "input"}
        value={value}
        list={list === undefined ? undefined : `${id}-list`}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {list !== undefined && (
        <datalist id={`${id}-list`}>
          {list.map((item) => (
            <option key={item} value={item} />
          ))}
        </datalist>
      )}
    </div>
  );
}

/** One of a few, all of them in view. */
export function Choices<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, words: string])[];
  readonly onChange: (value: Value) => void;
}): VNode {
  const name = useId();
  const { label, onChange, options, value } = props;
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      <div class="choices">
        {options.map(([option, words]) => (
          <label key={option}>
            <input
              type="radio"
              class="visually-hidden"
              name={name}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** On or off, with what it says. */
export function Switch(props: {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ComponentChildren;
}): VNode {
  const { checked, children, onChange } = props;
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
