import type { VNode } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { presetGroups, presetNamed, presets } from "./presets/presets.ts";
import type { StageStore } from "./stage-store.ts";

/** Every preset, one step to the next, and the way back. */
export function ScenarioPicker({ store }: { readonly store: StageStore }): VNode {
  const id = useId();
  const whole = JSON.stringify(store.stage.value);
  const index = presets.findIndex(({ stage }) => JSON.stringify(stage) === whole);
  const go = (next: number): void => store.change(presets[(next + presets.length) % presets.length]!.stage);
  return (
    <div class="picker">
      <label for={id}>Scenario</label>
      <select
        id={id}
        class="select"
        value={presets[index]?.name ?? ""}
        onChange={(event) => {
          const preset = presetNamed(event.currentTarget.value);
          if (preset !== undefined) store.change(preset.stage);
        }}
      >
        {index === -1 && <option value="">Your own</option>}
        {presetGroups.map((group) => (
          <optgroup key={group.title} label={group.title}>
            {group.presets.map((preset) => (
              <option key={preset.name} value={preset.name}>
                {preset.title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <div class="picker-steps">
        <button type="button" class="button" aria-label="Scenario before" onClick={() => go(index - 1)}>
          <Icon name="before" />
        </button>
        <button type="button" class="button" aria-label="Next scenario" onClick={() => go(index + 1)}>
          <Icon name="next" />
        </button>
        <button type="button" class="button" disabled={!store.canUndo.value} onClick={() => store.undo()}>
          <Icon name="undo" /> Undo
        </button>
      </div>
    </div>
  );
}
