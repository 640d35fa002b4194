import type { Grant } from "../../plan/plan.ts";
import type { Emitted, Target } from "../../target.ts";
import { fixedHeaders } from "../fixed-headers.ts";
import { jsonText } from "../json.ts";
import { onlyGrant } from "../only-grant.ts";
import { refused } from "../refused.ts";
import { serviceAbilities } from "../service-abilities.ts";

/** How many characters the value of a header may have. */
const longestValue = 4096;

/**
 * `headers` of a `vercel.json`: by path, and by what a header of the request is equal to, so a rule for each origin.
 *
 * The version is that of the file.
 *
 * @see https://vercel.com/docs/project-configuration#headers
 */
export const vercel: Target = {
  name: "vercel",
  title: "Vercel",
  tier: "schema-checked",
  version: "2.0",
  oldest: "2.0",
  can: () => ({
    ...serviceAbilities,
    schemes: "any",
    nullOrigin: true,
    // A file has room for 2048 rules, and one is for Vary.
    origins: 2047,
    preflights: false,
    always: [
      {
        code: "not-documented",
        field: "errors",
        effect: "narrower",
        values: ["whether errors and answers of functions have the headers"],
      },
    ],
  }),
  emit: (plan): Emitted => {
    const grant = onlyGrant(plan);
    if (fixedHeaders(grant).some(([, value]) => value.length > longestValue))
      return refused(vercel.title, "requestHeaders", `a header has room for ${longestValue} characters`);
    return {
      files: [
        {
          path: "vercel.json",
          where: "in the folder of the project; beside what its vercel.json has, not in its place",
          text: jsonText({ headers: headerRules(grant) }),
          comment: null,
        },
      ],
      check: ["vercel build"],
    };
  },
};

interface HeaderRule {
  readonly source: string;
  readonly has?: readonly unknown[];
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

const everyPath = "/(.*)";

/**
 * What the policy says by name, for lint and for whoever reads the file, which has no comments. It changes nothing: all of
 * a condition has to hold, and what is equal to "null" is not equal to this.
 */
const accepting = { neq: "concors accepts null-allowed" };

function headerRules(grant: Grant): readonly HeaderRule[] {
  const { origins } = grant;
  if (origins === "*") return [{ source: everyPath, headers: keyed(fixedHeaders(grant)) }];
  return [
    { source: everyPath, headers: keyed([["Vary", "Origin"]]) },
    ...origins.map(({ pattern }) => ({
      source: everyPath,
      // `eq` is plain text; a value by itself would be a regular expression.
      has: [{ type: "header", key: "origin", value: { eq: pattern, ...(pattern === "null" && accepting) } }],
      headers: keyed(fixedHeaders(grant, pattern)),
    })),
  ];
}

function keyed(headers: readonly (readonly [string, string])[]): HeaderRule["headers"] {
  return headers.map(([key, value]) => ({ key, value }));
}
