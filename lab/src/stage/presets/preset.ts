import type { Stage } from "../stage.ts";

/** A stage worth seeing, by its name. */
export interface Preset {
  /** Stable: it stands in addresses. */
  readonly name: string;
  readonly title: string;
  readonly stage: Stage;
}

export interface PresetGroup {
  readonly title: string;
  readonly presets: readonly Preset[];
}
