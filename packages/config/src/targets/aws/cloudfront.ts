import type { Emitted, Target } from "../../target.ts";
import { serviceAbilities, upstreamNotStripped, varyNotDocumented } from "../service-abilities.ts";
import { jsonText } from "../json.ts";
import { nameList, onlyGrant, originList } from "../only-grant.ts";

/**
 * A response headers policy of Amazon CloudFront. It adds headers to the answers to CORS requests, and leaves preflights
 * to the origin: the cache behavior has to allow OPTIONS, and the origin, or a CloudFront Function, to answer it with
 * 2xx.
 *
 * The version is that of the API, a date.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 */
export const cloudfront: Target = {
  name: "cloudfront",
  title: "Amazon CloudFront",
  tier: "schema-checked",
  version: "2020.5.31",
  oldest: "2020.5.31",
  can: (facts) => ({
    ...serviceAbilities,
    subdomains: "unknown",
    methods: ["GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
    matchesMethods: true,
    preflights: false,
    always: [...upstreamNotStripped(facts), varyNotDocumented],
  }),
  emit: (plan): Emitted => {
    const grant = onlyGrant(plan);
    const headers = nameList(grant.requestHeaders);
    const exposed = nameList(grant.exposedHeaders);
    return {
      files: [
        {
          path: `${plan.name}.json`,
          where: "handed to aws cloudfront create-response-headers-policy, and attached to a cache behavior",
          text: jsonText({
            Name: plan.name.replaceAll("_", "-"),
            Comment: "CORS, made by Concors",
            CorsConfig: {
              AccessControlAllowOrigins: items(originList(grant)),
              AccessControlAllowMethods: items(nameList(grant.methods)),
              // There has to be one. Every page may send Accept.
              AccessControlAllowHeaders: items(headers.length === 0 ? ["Accept"] : headers),
              AccessControlAllowCredentials: grant.credentials,
              AccessControlExposeHeaders: exposed.length === 0 ? undefined : items(exposed),
              AccessControlMaxAgeSec: grant.maxAge ?? undefined,
              OriginOverride: true,
            },
          }),
          comment: null,
        },
      ],
      check: [
        `aws cloudfront create-response-headers-policy --response-headers-policy-config file://${plan.name}.json`,
      ],
    };
  },
};

interface Items {
  readonly Quantity: number;
  readonly Items: readonly string[];
}

function items(values: readonly string[]): Items {
  return { Quantity: values.length, Items: values };
}
