import type { Header } from "concors/protocol";
import type { Stage, StageAnswers, StageRequest } from "../../stage/stage.ts";
import { answer, stageWith } from "../../stage/stage.ts";

/** What a lesson says of its stage; the rest is as at first: a GET of site B, which answers 200 and allows nobody. */
interface Setting {
  readonly sandboxed?: boolean;
  readonly request?: Partial<StageRequest>;
  /** What site B answers to a preflight; as to any request, if left out. */
  readonly preflight?: Lines;
  readonly actual?: Lines;
  /** Site B redirects to site C, with this answer. */
  readonly redirect?: Lines;
  /** What site C answers then. */
  readonly redirected?: Lines;
}

/** A status, and header lines. */
type Lines = readonly [status: number, ...headers: Header[]];

/** The stage of a lesson. */
export function setting({
  actual = [200],
  preflight,
  redirect,
  redirected,
  request,
  sandboxed = false,
}: Setting): Stage {
  const first: Lines = redirect === undefined ? actual : [...redirect, ["Location", "{{url:moved}}"]];
  return stageWith({
    page: { sandboxed },
    siteB: answers(first, preflight),
    ...(request !== undefined && { request }),
    ...(redirected !== undefined && { siteC: answers(redirected) }),
  });
}

function answers(actual: Lines, preflight?: Lines): StageAnswers {
  return {
    kind: "answers",
    preflight: preflight === undefined ? null : answer(...preflight),
    actual: answer(...actual),
  };
}
