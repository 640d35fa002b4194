import {
  actualHeaders,
  commonHeaders,
  echoedNames,
  preflightHeaders,
  repeatsHeaders,
  repeatsMethod,
  varies,
} from "../../plan/grant-headers.ts";
import type { Grant, Plan } from "../../plan/plan.ts";
import { chunks } from "../lines.ts";
import { isPolicy } from "./request-rules.ts";

/** What every answer gets. */
export function headerRules(plan: Plan): readonly string[] {
  const { name } = plan;
  const mayRead = `${name}_may_read`;
  return [
    ...rule(plan, varies, "add-header Vary Origin"),
    `http-after-response set-header Access-Control-Allow-Origin %[var(txn.${name}_origin)] if ${mayRead}`,
    ...listed(plan, commonHeaders, mayRead),
    ...listed(plan, actualHeaders, `${mayRead} !${name}_preflight`),
    ...listed(plan, preflightHeaders, `${mayRead} ${name}_preflight`),
    ...repeatings.flatMap((repeating) => repeated(plan, repeating)),
  ];
}

/** One rule for the grants that it is for: several, if they are too many for a line. */
function rule(plan: Plan, isFor: (grant: Grant) => boolean, action: string, condition = ""): readonly string[] {
  const grants = plan.grants.filter(isFor);
  const together =
    plan.routes.length === 0 ? [grants].filter(({ length }) => length > 0) : chunks(grants, grantsPerLine);
  return together.map((some) => {
    const conditions = `${condition === "" ? "" : ` ${condition}`}${isPolicy(plan, some)}`;
    return `http-after-response ${action}${conditions === "" ? "" : ` if${conditions}`}`;
  });
}

/** HAProxy takes no line of more than 64 words. */
const grantsPerLine = 40;

type HeadersOf = (grant: Grant) => readonly (readonly [name: string, value: string])[];

/** Headers whose values are the policies': grants that say the same share a rule. */
function listed(plan: Plan, headersOf: HeadersOf, condition: string): readonly string[] {
  const actions = (grant: Grant): readonly string[] =>
    headersOf(grant).map(([header, value]) => `set-header ${header} ${value.includes(" ") ? `"${value}"` : value}`);
  return [...new Set(plan.grants.flatMap(actions))].flatMap((action) =>
    rule(plan, (grant) => actions(grant).includes(action), action, condition),
  );
}

/** A header of a preflight that is repeated, if it is what a browser sends. */
interface Repeating {
  readonly asked: "Method" | "Headers";
  readonly allowed: "Methods" | "Headers";
  readonly repeats: (grant: Grant) => boolean;
  readonly expression: string;
}

const repeatings: readonly Repeating[] = [
  { asked: "Method", allowed: "Methods", repeats: repeatsMethod, expression: "[A-Za-z0-9_.-]+" },
  { asked: "Headers", allowed: "Headers", repeats: repeatsHeaders, expression: echoedNames },
];

/** What a preflight asks for: a response's rules cannot see it. */
export function askedRules({ name, grants }: Plan): readonly string[] {
  return repeatings
    .filter(({ repeats }) => grants.some(repeats))
    .map(({ asked, expression }) => {
      const fetched = `req.fhdr(access-control-request-${asked.toLowerCase()})`;
      return `http-request set-var(${askedVariable(name, asked)}) ${fetched} if { ${fetched} -m reg '^${expression}$' }`;
    });
}

function askedVariable(name: string, asked: Repeating["asked"]): string {
  return `txn.${name}_asked_${asked.toLowerCase()}`;
}

/** The header that repeats it, and the `Vary` that this takes. */
function repeated(plan: Plan, { asked, allowed, repeats }: Repeating): readonly string[] {
  const variable = `var(${askedVariable(plan.name, asked)})`;
  const condition = `${plan.name}_may_read ${plan.name}_preflight`;
  return [
    ...rule(plan, repeats, `add-header Vary Access-Control-Request-${asked}`, condition),
    ...rule(
      plan,
      repeats,
      `set-header Access-Control-Allow-${allowed} %[${variable}]`,
      `${condition} { ${variable} -m found }`,
    ),
  ];
}
