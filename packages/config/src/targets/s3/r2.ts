import type { Emitted, Target } from "../../target.ts";
import { errorsNotDocumented, preflightIs200, varyNotDocumented } from "../service-abilities.ts";
import { jsonText } from "../json.ts";
import { bucketAbilities, cliFile } from "./index.ts";
import { corsRules } from "./rules.ts";

/**
 * The rules of a bucket of R2: those of S3, but that "values must match exactly the origin", which leaves no room for
 * patterns. Whether `Access-Control-Allow-Credentials` is ever sent is written nowhere, so nobody should count on it.
 *
 * It has no version; this is when its documents were read.
 *
 * @see https://developers.cloudflare.com/r2/buckets/cors/
 */
export const r2: Target = {
  name: "r2",
  title: "Cloudflare R2",
  tier: "schema-checked",
  version: "2026.9",
  oldest: "2022.6",
  can: () => ({
    ...bucketAbilities,
    subdomains: "none",
    anyPort: false,
    credentials: "never",
    always: [
      preflightIs200,
      varyNotDocumented,
      errorsNotDocumented,
      {
        code: "not-documented",
        field: "credentials",
        effect: "narrower",
        values: ["whether a page that includes credentials can read"],
      },
    ],
  }),
  emit: (plan): Emitted => {
    const rules = corsRules(plan);
    return {
      files: [
        cliFile(plan.name, rules),
        {
          path: `${plan.name}-wrangler.json`,
          where: "handed to wrangler r2 bucket cors set",
          text: jsonText({
            rules: rules.map((rule) => ({
              allowed: {
                origins: rule.AllowedOrigins,
                methods: rule.AllowedMethods,
                headers: rule.AllowedHeaders,
              },
              exposeHeaders: rule.ExposeHeaders,
              maxAgeSeconds: rule.MaxAgeSeconds,
            })),
          }),
          comment: null,
        },
      ],
      check: [
        `wrangler r2 bucket cors set BUCKET --file ${plan.name}-wrangler.json`,
        "wrangler r2 bucket cors list BUCKET",
      ],
    };
  },
};
