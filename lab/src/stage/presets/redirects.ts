import type { Header } from "concors/protocol";
import { answer, stageWith } from "../stage.ts";
import type { StageAnswers } from "../stage.ts";
import { always, anyone, answers, methods, named } from "./lines.ts";
import type { PresetGroup } from "./preset.ts";

const location: Header = ["Location", "{{url:moved}}"];

function redirecting(status: number, ...headers: readonly Header[]): StageAnswers {
  return { kind: "answers", preflight: null, actual: answer(status, ...headers) };
}

export const redirects: PresetGroup = {
  title: "Redirects to site C",
  presets: [
    {
      name: "redirect",
      title: "Both sites let anyone in",
      stage: stageWith({ siteB: redirecting(302, anyone, location), siteC: always(anyone) }),
    },
    {
      name: "redirect-bare",
      title: "Site B's redirect is bare",
      stage: stageWith({ siteB: redirecting(302, location), siteC: always(anyone) }),
    },
    {
      name: "redirect-silent",
      title: "Site C says nothing",
      stage: stageWith({ siteB: redirecting(302, anyone, location) }),
    },
    {
      name: "redirect-named",
      title: "Site C names site A: the origin is null by then",
      stage: stageWith({ siteB: redirecting(302, named, location), siteC: always(named) }),
    },
    {
      name: "redirect-preflight",
      title: "PUT, redirected after its preflight",
      stage: stageWith({
        request: { method: "PUT" },
        siteB: answers(answer(204, anyone, methods("PUT")), answer(307, anyone, location)),
        siteC: answers(answer(204, anyone, methods("PUT")), answer(200, anyone)),
      }),
    },
    {
      name: "redirect-preflight-refused",
      title: "PUT, and site C takes none",
      stage: stageWith({
        request: { method: "PUT" },
        siteB: answers(answer(204, anyone, methods("PUT")), answer(307, anyone, location)),
        siteC: always(anyone),
      }),
    },
    {
      name: "redirect-error",
      title: 'redirect: "error"',
      stage: stageWith({
        request: { redirect: "error" },
        siteB: redirecting(302, anyone, location),
        siteC: always(anyone),
      }),
    },
    {
      name: "redirect-manual",
      title: 'redirect: "manual"',
      stage: stageWith({
        request: { redirect: "manual" },
        siteB: redirecting(302, anyone, location),
        siteC: always(anyone),
      }),
    },
    {
      name: "redirect-user",
      title: "A user's name in the address",
      stage: stageWith({
        siteB: redirecting(302, anyone, ["Location", "{{userurl:moved}}"]),
        siteC: always(anyone),
      }),
    },
  ],
};
