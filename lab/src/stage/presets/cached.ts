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

/** As seconds pass, one sees who waits for whom. */
const slowly: Preset = {
  name: "slow",
  title: "Site B takes a second each time",
  stage: stageWith({
    request: { method: "PUT" },
    siteB: answers({ ...answer(204, named, methods("PUT")), delay: 1 }, { ...answer(200, named), delay: 1 }),
  }),
};

export const cached: PresetGroup = {
  title: "Time, and the preflight cache",
  presets: [
    slowly,
    twice("cache", "Kept for ten minutes", [maxAge("600")]),
    twice("cache-default", "Without max-age: five seconds", []),
    twice("cache-none", "max-age 0: never kept", [maxAge("0")]),
    twice("cache-expired", "Kept for a second, asked after two", [maxAge("1")], 2),
  ],
};
