import type { Plan } from "../../plan/plan.ts";
import type { Emitted, Target } from "../../target.ts";
import { fixedHeaders } from "../fixed-headers.ts";
import { lines } from "../lines.ts";
import { onlyGrant } from "../only-grant.ts";
import { refused } from "../refused.ts";
import { serviceAbilities } from "../service-abilities.ts";
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
  can: () => headersFileAbilities("a Pages Function"),
  emit: (plan): Emitted => {
    const file = headersFile(plan);
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
  can: () => headersFileAbilities("an edge function"),
  emit: (plan): Emitted => ({ files: [headersFile(plan)], check: ["netlify dev"] }),
};

function headersFileAbilities(instead: string): Abilities {
  return {
    ...serviceAbilities,
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

function headersFile(plan: Plan): Emitted["files"][number] {
  return {
    path: "_headers",
    where: "in the folder that is published",
    text: lines(
      "/*",
      fixedHeaders(onlyGrant(plan)).map(([name, value]) => `  ${name}: ${value}`),
    ),
    comment: "#",
  };
}
