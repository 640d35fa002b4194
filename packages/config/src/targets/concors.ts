import { ambiguousPathPattern } from "../ambiguous-path.ts";
import type { Grant, Plan, PlannedRoute } from "../plan/plan.ts";
import type { Emitted, EmittedFile, Target } from "../target.ts";
import { applicationAbilities } from "./application.ts";
import { lines } from "./lines.ts";

/** Express, with the policy carried out by `concors/express`. */
export const express: Target = {
  ...concorsTarget(
    { name: "express", title: "Express", version: "5.3", oldest: "4.16" },
    "concors/express",
    "app.use(withCors); before whatever answers",
  ),
  forPath: (_, path) => `app.use("${path}", withCors); instead of app.use(withCors);`,
};

/** Handlers from a `Request` to a `Response`, in Workers, Deno, Bun and at the edge, by `concors/fetch`. */
export const fetch: Target = concorsTarget(
  { name: "fetch", title: "a handler of Fetch requests (Workers, Deno, Bun)", version: "1.0", oldest: "1.0" },
  "concors/fetch",
  "export default { fetch: withCors(handler) };",
);

function concorsTarget(
  named: Pick<Target, "name" | "title" | "version" | "oldest">,
  adapter: string,
  use: string,
): Target {
  const file = (plan: Plan): EmittedFile => ({
    path: `${plan.name}.js`,
    where: `imported by the application, which needs npm install concors: import { withCors } from "./${plan.name}.js"; ${use}`,
    text: source(plan, adapter),
    comment: "//",
  });
  return {
    ...named,
    tier: "proven",
    can: applicationAbilities,
    emit: (plan): Emitted => ({ files: [file(plan)], check: [`node --check ${plan.name}.js`] }),
  };
}

function source(plan: Plan, adapter: string): string {
  const { routes, fallback } = plan;
  if (routes.length === 0 && fallback !== null)
    return lines(
      `import { cors } from "${adapter}";`,
      "",
      `export const withCors = cors(${JSON.stringify(fallback.policy, null, 2)});`,
    );
  return lines(
    'import { createCors } from "concors";',
    `import { cors } from "${adapter}";`,
    "",
    "const policies = {",
    plan.grants.map(
      ({ number, policy }) => `  ${number}: createCors(${JSON.stringify(policy, null, 2).replaceAll("\n", "\n  ")}),`,
    ),
    "};",
    "",
    "/** For paths that have no policy: no origin is allowed, so the answers do not depend on it. */",
    'const nobody = createCors({ origins: ["https://nobody.invalid"] });',
    "const none = { decide: (request) => ({ ...nobody.decide(request), vary: [] }) };",
    "",
    "/** The first that takes a path decides; paths that servers read differently have no policy. */",
    "const routes = [",
    `  [/${escaped(ambiguousPathPattern)}/, none],`,
    routes.map((route) => `  [/^${pathExpression(route)}/, ${policyOf(route.grant)}],`),
    routes.filter(({ path }) => /[a-z]/i.test(path)).map((route) => `  [/^${pathExpression(route)}/i, none],`),
    "];",
    "",
    "function find(url) {",
    String.raw`  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, "").split("?", 1)[0];`,
    `  return routes.find(([expression]) => expression.test(path))?.[1] ?? ${policyOf(fallback)};`,
    "}",
    "",
    "const decide = (request) => find(request.url).decide(request);",
    "",
    "export const withCors = cors({ isAsync: false, decide, decideAsync: async (request) => decide(request) });",
  );
}

function policyOf(grant: Grant | null): string {
  return grant === null ? "none" : `policies[${grant.number}]`;
}

function pathExpression({ kind, path }: PlannedRoute): string {
  if (kind === "prefix" && path === "/") return String.raw`\/`;
  const literal = escaped(path.replaceAll(".", String.raw`\.`));
  return kind === "exact" ? `${literal}$` : String.raw`${literal}(\/|$)`;
}

/** Between the slashes of an expression, a slash has to be escaped. */
function escaped(expression: string): string {
  return expression.replaceAll("/", String.raw`\/`);
}
