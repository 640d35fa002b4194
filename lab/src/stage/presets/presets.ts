import { exposed, opaque } from "./answers.ts";
import { cached } from "./cached.ts";
import { credentials } from "./credentials.ts";
import { origins } from "./origins.ts";
import { preflights } from "./preflights.ts";
import type { Preset, PresetGroup } from "./preset.ts";
import { redirects } from "./redirects.ts";

/** Every preset, in groups, from what everyone meets first to what few do. */
export const presetGroups: readonly PresetGroup[] = [
  origins,
  preflights,
  credentials,
  exposed,
  opaque,
  redirects,
  cached,
];

export const presets: readonly Preset[] = presetGroups.flatMap((group) => group.presets);

export function presetNamed(name: string): Preset | undefined {
  return presets.find((preset) => preset.name === name);
}
