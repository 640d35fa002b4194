import { lookalikePaths } from "../../plan/abilities.ts";
import type { PlannedRoute } from "../../plan/plan.ts";
import { routesApart } from "../../plan/routes-apart.ts";
import type { Emitted, Target } from "../../target.ts";
import { fixedHeaders } from "../fixed-headers.ts";
import { jsonText } from "../json.ts";
import { serviceAbilities } from "../service-abilities.ts";

/**
 * `hosting.headers` of a `firebase.json`: by path, the same for every origin. OPTIONS is answered with 200 for a file
 * that exists, and with 404 else.
 *
 * The version is that of superstatic, which serves what Firebase Hosting would.
 *
 * @see https://firebase.google.com/docs/hosting/full-config#headers
 */
export const firebase: Target = {
  name: "firebase",
  title: "Firebase Hosting",
  tier: "modelled",
  version: "10.0",
  oldest: "5.0",
  can: () => ({
    ...serviceAbilities,
    routes: "apart",
    lookalikes: lookalikePaths,
    listedOrigins: { instead: "answer from a function instead" },
    preflights: false,
  }),
  emit: (plan): Emitted => ({
    files: [
      {
        path: "firebase.json",
        where: "in the folder of the project; beside what its firebase.json has, not in its place",
        text: jsonText({
          hosting: {
            headers: routesApart(plan).flatMap((route) => {
              const headers = fixedHeaders(route.grant).map(([key, value]) => ({ key, value }));
              return sourcesOf(route).map((source) => ({ source, headers }));
            }),
          },
        }),
        comment: null,
      },
    ],
    check: ["firebase emulators:start --only hosting"],
  }),
};

/** Globs: `/api/**` takes what is below `/api`, and not itself. */
function sourcesOf({ kind, path }: PlannedRoute): readonly string[] {
  if (kind === "exact") return [path];
  return path === "/" ? ["**"] : [path, `${path}/**`];
}
