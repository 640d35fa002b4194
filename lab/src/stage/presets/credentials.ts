import { answer, stageWith } from "../stage.ts";
import type { StageAnswers } from "../stage.ts";
import { always, anyone, answers, methods, named, varyOrigin, withCredentials } from "./lines.ts";
import type { Preset, PresetGroup } from "./preset.ts";

function including(name: string, title: string, siteB: StageAnswers, method = "GET"): Preset {
  return { name, title, stage: stageWith({ request: { credentials: "include", method }, siteB }) };
}

export const credentials: PresetGroup = {
  title: "Cookies and logins",
  presets: [
    including("credentials", "Site A by name, with credentials", always(named, withCredentials, varyOrigin)),
    including("credentials-star", "* with credentials", always(anyone, withCredentials)),
    including("credentials-silent", "Credentials are not allowed", always(named)),
    including("credentials-case", "True instead of true", always(named, ["Access-Control-Allow-Credentials", "True"])),
    including(
      "credentials-echo",
      "Echo with credentials: everyone",
      always(["Access-Control-Allow-Origin", "{{origin}}"], withCredentials, varyOrigin),
    ),
    including(
      "credentials-method-star",
      "Any method (*), with credentials",
      answers(answer(204, named, withCredentials, methods("*")), answer(200, named, withCredentials)),
      "PUT",
    ),
    including(
      "credentials-preflight",
      "The preflight forgets credentials",
      answers(answer(204, named, methods("PUT")), answer(200, named, withCredentials)),
      "PUT",
    ),
    {
      name: "credentials-omitted",
      title: "* for a request without credentials",
      stage: stageWith({ request: { credentials: "omit" }, siteB: always(anyone, withCredentials) }),
    },
  ],
};
