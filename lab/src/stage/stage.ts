import type { Policy } from "concors";
import type { CredentialsMode, Header, RedirectMode, RequestMode } from "concors/protocol";

/** All that is set on the stage, as plain data: what an address holds, and what a lesson begins with. */
export interface Stage {
  /** Site A. */
  readonly page: StagePage;
  readonly request: StageRequest;
  readonly siteB: StageAnswers | StagePolicy;
  /** Where redirects of site B lead. */
  readonly siteC: StageAnswers;
}

interface StagePage {
  readonly scheme: "http" | "https";
  /** Shown in a frame with `sandbox`: the page's origin is opaque. */
  readonly sandboxed: boolean;
}

export interface StageRequest {
  readonly to: "A" | "B";
  readonly method: string;
  readonly headers: readonly Header[];
  /** A null type is that of a text, which the browser says itself. */
  readonly body: { readonly type: string | null; readonly text: string } | null;
  readonly mode: RequestMode;
  readonly credentials: CredentialsMode;
  readonly redirect: RedirectMode;
  /** How often it is made, one after another. */
  readonly times: number;
  /** Seconds between two times. */
  readonly pause: number;
}

/** What a site answers, in so many header lines. */
export interface StageAnswers {
  readonly kind: "answers";
  /** null: a preflight is answered as any other request is. */
  readonly preflight: StageAnswer | null;
  readonly actual: StageAnswer;
}

export interface StageAnswer {
  readonly status: number;
  /**
   * One entry a line. Values may hold placeholders, as in conformance's scenarios: `{{page}}` is the page's origin,
   * `{{origin}}`, `{{acrm}}` and `{{acrh}}` what the request says, `{{A}}`, `{{B}}` and `{{C}}` the sites' origins,
   * `{{url:moved}}` the address at site C.
   */
  readonly headers: readonly Header[];
  readonly body?: string;
  /** Seconds that the site takes for it; none if left out. */
  readonly delay?: number;
}

/** What a site answers, as a policy of `concors`; the answer is what it adds to. */
export interface StagePolicy {
  readonly kind: "policy";
  readonly policy: Policy;
  readonly actual: StageAnswer;
}

/** The addresses of the sites, by the paths that the Lab's server knows them by. */
export const resourceSites = { items: "B", moved: "C", own: "A" } as const;

export type ResourceName = keyof typeof resourceSites;

export const allowOrigin = "Access-Control-Allow-Origin";

/** An answer with a little text that nobody may read unless it says so. */
export function answer(status: number, ...headers: readonly Header[]): StageAnswer {
  return { status, headers, body: status === 204 || (status >= 300 && status < 400) ? "" : "[1, 2, 3]" };
}

const silent: StageAnswers = { kind: "answers", preflight: null, actual: answer(200) };

const request: StageRequest = {
  to: "B",
  method: "GET",
  headers: [],
  body: null,
  mode: "cors",
  credentials: "same-origin",
  redirect: "follow",
  times: 1,
  pause: 0,
};

/** Where everyone begins: site A's page asks, and site B's answer says nothing. */
export const firstStage: Stage = {
  page: { scheme: "http", sandboxed: false },
  request,
  siteB: silent,
  siteC: silent,
};

/** What a preset says of a stage; all else is as at first. */
export interface StageChanges {
  readonly page?: Partial<StagePage>;
  readonly request?: Partial<StageRequest>;
  readonly siteB?: Stage["siteB"];
  readonly siteC?: StageAnswers;
}

export function stageWith(changes: StageChanges): Stage {
  return {
    page: { ...firstStage.page, ...changes.page },
    request: { ...firstStage.request, ...changes.request },
    siteB: changes.siteB ?? firstStage.siteB,
    siteC: changes.siteC ?? firstStage.siteC,
  };
}
