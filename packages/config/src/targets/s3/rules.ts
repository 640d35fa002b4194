import type { Plan } from "../../plan/plan.ts";
import { unlessEmpty } from "../json.ts";
import { nameList, onlyGrant, originList } from "../only-grant.ts";

/** A rule of a bucket, as Amazon's API names its parts. */
export interface CorsRule {
  readonly AllowedOrigins: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedHeaders: readonly string[] | undefined;
  readonly ExposeHeaders: readonly string[] | undefined;
  readonly MaxAgeSeconds: number | undefined;
}

/** Methods that a rule can name. */
export const ruleMethods = ["GET", "PUT", "POST", "DELETE", "HEAD"] as const;

/**
 * The rules for a plan. One, since the first that takes the origin, the method and all headers decides.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html
 */
export function corsRules(plan: Plan): readonly CorsRule[] {
  const grant = onlyGrant(plan);
  return [
    {
      AllowedOrigins: originList(grant),
      AllowedMethods: nameList(grant.methods),
      AllowedHeaders: unlessEmpty(nameList(grant.requestHeaders)),
      ExposeHeaders: unlessEmpty(nameList(grant.exposedHeaders)),
      MaxAgeSeconds: grant.maxAge ?? undefined,
    },
  ];
}
