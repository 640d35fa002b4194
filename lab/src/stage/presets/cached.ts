import type { Header } from "concors/protocol";
import { answer, stageWith } from "../stage.ts";
import type { Preset, PresetGroup } from "./preset.ts";
import { answers, maxAge, methods, named } from "./lines.ts";

function twice(name: string, title: string, lines: readonly Header[], pause = 0): Preset {
  return {
    name,
    title,
    stage: stageWith({
      request: { method: "PUT", times: 2, pause },
      siteB: answers(answer(204, named, methods("PUT"), ...lines), answer(200, named)),
    }),
  };
}

export const cached: PresetGroup = {
  title: "The preflight cache",
  presets: [
    twice("cache", "Kept for ten minutes", [maxAge("600")]),
    twice("cache-default", "Without max-age: five seconds", []),
    twice("cache-none", "max-age 0: never kept", [maxAge("0")]),
    twice("cache-expired", "Kept for a second, asked after two", [maxAge("1")], 2),
  ],
};
