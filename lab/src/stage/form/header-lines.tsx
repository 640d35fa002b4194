import type { Header } from "concors/protocol";
import type { VNode } from "preact";
import { useId, useRef } from "preact/hooks";
import { Icon } from "../../parts/icon.tsx";

/** Header lines that can be written, added and taken away. */
export function HeaderLines(props: {
  readonly label: string;
  readonly lines: readonly Header[];
  readonly names: readonly string[];
  readonly values?: readonly string[];
  readonly onChange: (lines: readonly Header[], field: string) => void;
}): VNode {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { label, lines, names, onChange, values = [] } = props;
  const set = (index: number, part: 0 | 1, text: string): void => {
    const next = lines.map((line, other): Header =>
      other === index ? (part === 0 ? [text, line[1]] : [line[0], text]) : line,
    );
    onChange(next, `${id} ${index} ${part}`);
  };
  const add = (): void => {
    onChange([...lines, ["", ""]], "");
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>(".line:last-child input")?.focus());
  };
  return (
    <div class="field header-lines">
      <span class="field-label" id={`${id}-label`}>
        {label}
      </span>
      <div role="group" aria-labelledby={`${id}-label`} ref={list}>
        {lines.map(([name, value], index) => (
          // A line has nothing of its own but its place.
          <div class="line" key={index}>
            <input
              class="input mono"
              aria-label={`Name of line ${index + 1}`}
              placeholder="Name"
              value={name}
              list={`${id}-names`}
              spellcheck={false}
              autocomplete="off"
              onInput={(event) => set(index, 0, event.currentTarget.value)}
            />
            <input
              class="input mono"
              aria-label={`Value of ${name === "" ? `line ${index + 1}` : name}`}
              placeholder="value"
              value={value}
              list={`${id}-values`}
              spellcheck={false}
              autocomplete="off"
              onInput={(event) => set(index, 1, event.currentTarget.value)}
            />
            <button
              type="button"
              class="button quiet little"
              aria-label={`Take away ${name === "" ? `line ${index + 1}` : name}`}
              onClick={() =>
                onChange(
                  lines.filter((_, other) => other !== index),
                  "",
                )
              }
            >
              <Icon name="blocked" />
            </button>
          </div>
        ))}
      </div>
      <button type="button" class="button quiet little" onClick={add}>
        <Icon name="plus" /> Add a line
      </button>
      <datalist id={`${id}-names`}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id={`${id}-values`}>
        {values.map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </div>
  );
}
