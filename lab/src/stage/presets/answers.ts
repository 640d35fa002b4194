import type { Header } from "concors/protocol";
import type { StageAnswers } from "../stage.ts";
import { stageWith } from "../stage.ts";
import { always, anyone, named, withCredentials } from "./lines.ts";
import type { PresetGroup } from "./preset.ts";

const total: Header = ["X-Total", "42"];

function exposing(value: string, ...more: readonly Header[]): StageAnswers {
  return always(named, total, ["Access-Control-Expose-Headers", value], ...more);
}

export const exposed: PresetGroup = {
  title: "What may be read of it",
  presets: [
    { name: "hidden-header", title: "A header that nobody sees", stage: stageWith({ siteB: always(named, total) }) },
    { name: "exposed-header", title: "The header is exposed", stage: stageWith({ siteB: exposing("X-Total") }) },
    { name: "exposed-star", title: "All headers: *", stage: stageWith({ siteB: exposing("*") }) },
    {
      name: "exposed-star-credentials",
      title: "* with credentials",
      stage: stageWith({ request: { credentials: "include" }, siteB: exposing("*", withCredentials) }),
    },
  ],
};

export const opaque: PresetGroup = {
  title: "null: a page without an origin",
  presets: [
    {
      name: "null-named",
      title: "Site A is named, a sandbox asks",
      stage: stageWith({ page: { sandboxed: true }, siteB: always(["Access-Control-Allow-Origin", "{{A}}"]) }),
    },
    { name: "null-star", title: "Anyone: *", stage: stageWith({ page: { sandboxed: true }, siteB: always(anyone) }) },
    {
      name: "null-null",
      title: "null is named: any sandbox",
      stage: stageWith({ page: { sandboxed: true }, siteB: always(["Access-Control-Allow-Origin", "null"]) }),
    },
    {
      name: "null-for-a",
      title: "null is named, site A asks",
      stage: stageWith({ siteB: always(["Access-Control-Allow-Origin", "null"]) }),
    },
  ],
};
