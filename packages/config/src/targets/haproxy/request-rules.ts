import { ambiguousPathPattern } from "../../ambiguous-path.ts";
import { originExpression } from "../../plan/origin-expression.ts";
import { isExact, nullOrigin } from "../../plan/plan.ts";
import type { Grant, OriginMatch, Plan, PlannedRoute } from "../../plan/plan.ts";
import { chunks } from "../lines.ts";

/** The number of the grant of a path, 0 for none. The last rule that takes a path decides. */
export function policyRules({ name, routes, fallback }: Plan): readonly string[] {
  if (routes.length === 0) return [];
  const set = (grant: Grant | null): string =>
    `http-request set-var(txn.${name}_policy) int(${grant === null ? 0 : grant.number})`;
  // The most specific route comes last.
  const numbered = routes.map((route, index) => ({ route, acl: `${name}_path_${index + 1}` })).reverse();
  const withLetters = routes.filter(({ path }) => /[a-z]/i.test(path));
  return [
    "# Which policy; 0 for none, as for paths that servers read differently.",
    ...withLetters.flatMap((route) => pathAcl(`${name}_any_case`, "-i ", route)),
    ...numbered.flatMap(({ route, acl }) => pathAcl(acl, "", route)),
    `acl ${name}_ambiguous path -m reg '${ambiguousPathPattern}'`,
    set(fallback),
    ...(withLetters.length === 0 ? [] : [`${set(null)} if ${name}_any_case`]),
    ...numbered.map(({ route, acl }) => `${set(route.grant)} if ${acl}`),
    `${set(null)} if ${name}_ambiguous`,
  ];
}

function pathAcl(acl: string, flags: string, { kind, path }: PlannedRoute): readonly string[] {
  if (kind === "exact") return [`acl ${acl} path ${flags}-m str ${path}`];
  if (path === "/") return [`acl ${acl} path ${flags}-m beg /`];
  return [`acl ${acl} path ${flags}-m str ${path}`, `acl ${acl} path ${flags}-m beg ${path}/`];
}

/** The origin that may read, `*`, or nothing. */
export function originRules(plan: Plan): readonly string[] {
  const { name, grants } = plan;
  return [
    // Every name has to be there, though no policy lists an origin.
    `acl ${name}_one_origin req.fhdr_cnt(origin) eq 1`,
    ...grants.flatMap((grant): readonly string[] => {
      const { number, origins } = grant;
      const policy = isPolicy(plan, [grant]);
      if (origins === "*")
        return [`http-request set-var(txn.${name}_origin) str(*)${policy === "" ? "" : ` if${policy}`}`];
      if (origins.length === 0) return [];
      const acl = `${name}_origin_${number}`;
      return [
        ...originAcls(acl, origins),
        `http-request set-var(txn.${name}_origin) req.fhdr(origin) if ${name}_one_origin ${acl}${policy}`,
      ];
    }),
  ];
}

/** HAProxy takes no line of more than 64 words. */
const wordsPerLine = 8;

function originAcls(acl: string, matches: readonly OriginMatch[]): readonly string[] {
  const isText = (match: OriginMatch): boolean => match === nullOrigin || isExact(match);
  const texts = matches.filter(isText).map(({ pattern }) => pattern);
  const expressions = matches.filter((match) => !isText(match)).map((match) => `'^${originExpression(match)}$'`);
  return [
    ...chunks(texts, wordsPerLine).map((words) => `acl ${acl} req.fhdr(origin) -m str ${words.join(" ")}`),
    ...chunks(expressions, wordsPerLine).map((words) => `acl ${acl} req.fhdr(origin) -m reg ${words.join(" ")}`),
  ];
}

/** A condition that holds if a path has one of these grants; nothing if there is one grant for all paths. */
export function isPolicy({ name, routes }: Plan, grants: readonly Grant[]): string {
  return routes.length === 0
    ? ""
    : ` { var(txn.${name}_policy) -m int ${grants.map(({ number }) => number).join(" ")} }`;
}
