import { allowOrigin, answer, stageWith } from "../stage.ts";
import type { StageAnswer, StageChanges } from "../stage.ts";
import { always, anyone, answers, methods, named, requestHeaders } from "./lines.ts";
import type { PresetGroup } from "./preset.ts";

const read = answer(200, named);

function put(preflight: StageAnswer | null, actual: StageAnswer = read): StageChanges {
  return { request: { method: "PUT" }, siteB: { kind: "answers", preflight, actual } };
}

export const preflights: PresetGroup = {
  title: "What a preflight asks",
  presets: [
    { name: "put", title: "PUT, allowed", stage: stageWith(put(answer(204, named, methods("PUT")))) },
    { name: "options-405", title: "OPTIONS is answered 405", stage: stageWith(put(answer(405, named))) },
    { name: "options-401", title: "OPTIONS asks for a login: 401", stage: stageWith(put(answer(401, named))) },
    { name: "options-404", title: "OPTIONS is answered 404, bare", stage: stageWith(put(answer(404))) },
    {
      name: "options-redirect",
      title: "OPTIONS is redirected",
      stage: stageWith(put(answer(301, named, ["Location", "{{url:moved}}"]))),
    },
    {
      name: "preflight-bare",
      title: "The preflight names nobody",
      stage: stageWith(put(answer(204, methods("PUT")))),
    },
    { name: "method-missing", title: "The method is not listed", stage: stageWith(put(answer(204, named))) },
    {
      name: "method-other",
      title: "Other methods are listed",
      stage: stageWith(put(answer(204, named, methods("GET, POST, DELETE")))),
    },
    {
      name: "method-case",
      title: "patch in lower case",
      stage: stageWith({
        request: { method: "patch" },
        siteB: answers(answer(204, named, methods("PATCH")), read),
      }),
    },
    {
      name: "method-star",
      title: "Any method: *",
      stage: stageWith(put(answer(204, named, methods("*")))),
    },
    {
      name: "header-missing",
      title: "A header is not listed",
      stage: stageWith({
        request: { headers: [["X-Api-Key", "k"]] },
        siteB: answers(answer(204, named, requestHeaders("Content-Type")), read),
      }),
    },
    {
      name: "header-listed",
      title: "The header is listed",
      stage: stageWith({
        request: { headers: [["X-Api-Key", "k"]] },
        siteB: answers(answer(204, named, requestHeaders("x-api-key")), read),
      }),
    },
    {
      name: "json",
      title: "JSON is posted",
      stage: stageWith({
        request: { method: "POST", headers: [["Content-Type", "application/json"]], body: { type: null, text: "{}" } },
        siteB: always(named),
      }),
    },
    {
      name: "form",
      title: "A form is posted: no preflight",
      stage: stageWith({
        request: { method: "POST", body: { type: "application/x-www-form-urlencoded", text: "a=1" } },
        siteB: always(named),
      }),
    },
    {
      name: "authorization-star",
      title: "Authorization under *",
      stage: stageWith({
        request: { headers: [["Authorization", "Bearer t"]] },
        siteB: answers(answer(204, anyone, requestHeaders("*")), answer(200, anyone)),
      }),
    },
    {
      name: "headers-invalid",
      title: "A list that is none",
      stage: stageWith({
        request: { headers: [["X-Api-Key", "k"]] },
        siteB: answers(answer(204, named, requestHeaders("x-api-key; x-other")), read),
      }),
    },
    {
      name: "actual-bare",
      title: "The preflight passes, the answer is bare",
      stage: stageWith(put(answer(204, named, methods("PUT")), answer(200))),
    },
    {
      name: "preflight-another",
      title: "The preflight names another site",
      stage: stageWith(put(answer(204, [allowOrigin, "{{C}}"], methods("PUT")))),
    },
    {
      name: "safelisted",
      title: "Accept-Language: no preflight",
      stage: stageWith({ request: { headers: [["Accept-Language", "en"]] }, siteB: always(named) }),
    },
  ],
};
