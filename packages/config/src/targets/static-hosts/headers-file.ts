import type { Plan, PlannedRoute } from "../../plan/plan.ts";
import { routesApart } from "../../plan/routes-apart.ts";
import type { Emitted, Target } from "../../target.ts";
import { fixedHeaders } from "../fixed-headers.ts";
import { lines } from "../lines.ts";
import { refused } from "../refused.ts";
import { serviceAbilities } from "../service-abilities.ts";
import { lookalikePaths } from "../../plan/abilities.ts";
import type { Abilities } from "../../plan/abilities.ts";

/** How many characters Cloudflare reads a line of. */
const longestLine = 2000;

/**
 * A `_headers` file of Cloudflare Pages, or of Workers with static assets: headers by path, the same for every origin.
 *
 * It has no version; this is when its documents were read.
 *
 * @see https://developers.cloudflare.com/pages/configuration/headers/
 */
export const cloudflarePages: Target = {
  name: "cloudflare-pages",
  title: "Cloudflare Pages",
  tier: "schema-checked",
  version: "2026.9",
  oldest: "2021.4",
  can: () => headersFileAbilities("a Pages Function", lookalikePaths),
  emit: (plan): Emitted => {
    const file = headersFile(plan, bothOf);
    // A longer line is left out without a word.
    if (file.text.split("\n").some((line) => line.length > longestLine))
      return refused(cloudflarePages.title, "requestHeaders", `a line has room for ${longestLine} characters`);
    return { files: [file], check: ["wrangler pages dev DIRECTORY"] };
  },
};

/**
 * A `_headers` file of Netlify: the same.
 *
 * It has no version; this is when its documents were read.
 *
 * @see https://docs.netlify.com/routing/headers/
 */
export const netlify: Target = {
  name: "netlify",
  title: "Netlify",
  tier: "schema-checked",
  version: "2026.9",
  oldest: "2018.1",
  can: () =>
    headersFileAbilities(
      "an edge function",
      `${lookalikePaths}, with a slash at the end, or going on after a prefix (/apix),`,
    ),
  emit: (plan): Emitted => {
    const routes = routesApart(plan);
    const isTwice = ({ path }: PlannedRoute): boolean =>
      routes.some((one) => one.kind === "prefix" && one.path !== path && path.startsWith(one.path));
    const twice = routes.filter(isTwice).map(({ path }) => path);
    if (twice.length > 0)
      return refused(netlify.title, "routes", `${twice.join(", ")} would have the headers of a shorter prefix as well`);
    return { files: [headersFile(plan, belowAlone)], check: ["netlify dev"] };
  },
};

function headersFileAbilities(instead: string, lookalikes: string): Abilities {
  return {
    ...serviceAbilities,
    routes: "apart",
    lookalikes,
    listedOrigins: { instead: `answer from ${instead} instead` },
    preflights: false,
    always: [
      {
        code: "not-documented",
        field: "errors",
        effect: "narrower",
        values: ["whether errors have the headers"],
      },
    ],
  };
}

/** A path, and what is below it: `/*` takes no path that ends before it. */
const bothOf: Paths = ({ kind, path }) => (kind === "exact" ? [path] : [path, `${path}/*`]);

/** `/api/*` takes `/api` too, whose headers would be there twice. So they would for `/apix`, which it takes as well. */
const belowAlone: Paths = ({ kind, path }) => [kind === "exact" ? path : `${path}/*`];

type Paths = (route: Pick<PlannedRoute, "kind" | "path">) => readonly string[];

function headersFile(plan: Plan, pathsOf: Paths): Emitted["files"][number] {
  return {
    path: "_headers",
    where: "in the folder that is published",
    text: lines(
      ...routesApart(plan).flatMap(({ kind, path, grant }) =>
        (kind === "prefix" && path === "/" ? ["/*"] : pathsOf({ kind, path })).flatMap((one) => [
          one,
          ...fixedHeaders(grant).map(([name, value]) => `  ${name}: ${value}`),
        ]),
      ),
    ),
    comment: "#",
  };
}
