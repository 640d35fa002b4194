import { allowOrigin, answer, firstStage, stageWith } from "../stage.ts";
import { always, anyone, named, varyOrigin } from "./lines.ts";
import type { PresetGroup } from "./preset.ts";

export const origins: PresetGroup = {
  title: "Whom site B names",
  presets: [
    { name: "nothing", title: "Site B says nothing", stage: firstStage },
    { name: "named", title: "Site B names site A", stage: stageWith({ siteB: always(named, varyOrigin) }) },
    { name: "star", title: "Anyone: *", stage: stageWith({ siteB: always(anyone) }) },
    {
      name: "echo",
      title: "Whoever asks is named (echo)",
      stage: stageWith({ siteB: always([allowOrigin, "{{origin}}"], varyOrigin) }),
    },
    { name: "another", title: "Another site is named", stage: stageWith({ siteB: always([allowOrigin, "{{C}}"]) }) },
    {
      name: "list",
      title: "Two sites in one line",
      stage: stageWith({ siteB: always([allowOrigin, "{{page}}, {{C}}"]) }),
    },
    {
      name: "two-layers",
      title: "Two layers add the line",
      stage: stageWith({ siteB: always(named, named) }),
    },
    {
      name: "slash",
      title: "A slash too many",
      stage: stageWith({ siteB: always([allowOrigin, "{{page}}/"]) }),
    },
    {
      name: "no-port",
      title: "The port left out",
      stage: stageWith({ siteB: always([allowOrigin, "http://127.0.0.1"]) }),
    },
    {
      name: "other-scheme",
      title: "https instead of http",
      stage: stageWith({ siteB: always([allowOrigin, "https://127.0.0.1"]) }),
    },
    {
      name: "wildcard-host",
      title: "A wildcard for hosts",
      stage: stageWith({ siteB: always([allowOrigin, "http://*"]) }),
    },
    {
      name: "misspelt",
      title: "The header's name misspelt",
      stage: stageWith({ siteB: always(["Access-Control-Allow-Origins", "{{page}}"]) }),
    },
    {
      name: "error-without",
      title: "The line is missing on errors",
      stage: stageWith({ siteB: { kind: "answers", preflight: null, actual: answer(500) } }),
    },
    {
      name: "error-with",
      title: "An error that may be read",
      stage: stageWith({ siteB: { kind: "answers", preflight: null, actual: answer(500, named) } }),
    },
    {
      name: "sent-by-a",
      title: "Site A sends the header",
      stage: stageWith({ request: { headers: [[allowOrigin, "*"]] } }),
    },
    { name: "no-cors", title: "mode: no-cors", stage: stageWith({ request: { mode: "no-cors" } }) },
    { name: "same-origin", title: "Site A asks itself", stage: stageWith({ request: { to: "A" } }) },
    {
      name: "same-origin-mode",
      title: "mode: same-origin",
      stage: stageWith({ request: { mode: "same-origin" }, siteB: always(named) }),
    },
  ],
};
