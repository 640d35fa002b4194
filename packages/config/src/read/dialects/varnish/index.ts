import type { Block } from "../../block.ts";
import { createFinding } from "../../create-finding.ts";
import type { Finding, Place } from "../../finding.ts";
import type { LintCode } from "../../lint-words.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { observeRoutes } from "../../simulation/observe-routes.ts";
import { answerRequest, saysCors } from "./answer-request.ts";
import { parseVcl } from "./parse-vcl.ts";
import type { Vcl } from "./parse-vcl.ts";
import { Run } from "./run.ts";

/** Varnish: its subroutines are carried out, in the order in which it calls them. */
export const varnish: Dialect = {
  name: "varnish",
  title: "Varnish",
  recognizes: ({ path, text }) => /\.vcl$/i.test(path) || (/^\s*vcl\s+4/m.test(text) && /^\s*sub\s+vcl_/m.test(text)),
  read: (files): Told => {
    const { whole, unseen } = includeFiles(files);
    const first = whole.subroutines.flatMap(({ statements }) => statements).find(saysCors);
    if (first === undefined) return { blocks: [], unseen: [], findings: [] };
    const stored = new Map<string, Place>();
    const note = (at: Place, why: string): void => {
      unseen.push({ ...at, why });
    };
    const blocks = observeRoutes({
      at: first.at,
      scope: { kind: "all" },
      path: "/-",
      answer: (request, compared) => {
        const run = new Run(request, compared, note);
        const answer = answerRequest(whole.subroutines, run);
        const varies = run.stored.some(({ name, value }) => name === "vary" && /\borigin\b/i.test(value));
        // What is kept of one request is what others get, under whatever name it is kept.
        const kept = run.stored.filter(
          ({ name, value }) => name === "access-control-allow-origin" || value === request.origin,
        );
        if (!varies) for (const { at } of kept) stored.set(JSON.stringify(at), at);
        return answer;
      },
      write,
    });
    return { blocks, unseen, findings: blocks.flatMap((block) => storedFindings(block, stored)) };
  },
};

/** A header for one origin, kept in the cache for all. */
function storedFindings({ origins }: Block, stored: ReadonlyMap<string, Place>): readonly Finding[] {
  const depends = origins.some((rule) => rule.kind !== "any" && !(rule.kind === "exact" && rule.constant === true));
  return depends ? [...stored.values()].map((at) => createFinding("stored-for-one-origin", at)) : [];
}

/** Files with the subroutines of what they include, which Varnish takes in the order of the `include` lines. */
function includeFiles(files: readonly SourceFile[]): { readonly whole: Vcl; readonly unseen: Unseen[] } {
  const parsed = files.map((file) => ({ path: file.path, vcl: parseVcl(file) }));
  const isNamed = (path: string, name: string): boolean =>
    path === name || path.endsWith(`/${name.replace(/^.*\//, "")}`) || name.endsWith(`/${path}`);
  const unseen = parsed.flatMap(({ vcl }) =>
    vcl.includes
      .filter(({ name }) => !parsed.some(({ path }) => isNamed(path, name)))
      .map(({ name, at }): Unseen => ({ ...at, why: `${name} is included and was not given.` })),
  );
  const isIncluded = (path: string): boolean =>
    parsed.some(({ vcl }) => vcl.includes.some(({ name }) => isNamed(path, name)));
  // An include stands at the top: what it has comes first.
  const ordered = [...parsed.filter(({ path }) => isIncluded(path)), ...parsed.filter(({ path }) => !isIncluded(path))];
  return {
    whole: {
      subroutines: ordered.flatMap(({ vcl }) => vcl.subroutines),
      includes: [],
    },
    unseen,
  };
}

const preflight =
  'write if (req.method == "OPTIONS" && req.http.Origin && req.http.Access-Control-Request-Method) { return (synth(204)); } in vcl_recv';

const write: Partial<Readonly<Record<LintCode, string>>> = {
  "vary-missing": 'write set resp.http.Vary = "Origin"; or add ", Origin" to it, in vcl_deliver',
  "vary-sometimes": "add Origin to resp.http.Vary outside of every if",
  "headers-missing-on-errors": "set the headers in vcl_deliver, which the errors of Varnish pass too",
  "upstream-not-stripped": "write unset resp.http.Access-Control-Allow-Origin; before, and so for each CORS header",
  "preflight-not-answered": preflight,
  "plain-options-swallowed": preflight,
  "preflight-without-headers": "set the headers in vcl_synth too",
  "methods-missing": "set the headers whatever the method is",
};
