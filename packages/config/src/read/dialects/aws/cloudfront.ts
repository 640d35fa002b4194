import { block } from "../../block.ts";
import type { Block } from "../../block.ts";
import { isTrueAt, numberAt, scalarsAt, textsAt } from "../../data/data.ts";
import type { Data } from "../../data/data.ts";
import { globOrigins } from "../buckets/bucket-rule.ts";
import { wordsOf } from "../names.ts";

/** What `ALL` stands for. */
const allMethods = ["GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/** Those that no preflight asks for. */
const unasked: readonly string[] = ["GET", "HEAD", "POST"];

/**
 * `CorsConfig` of a response headers policy. There has to be one request header, so that one alone which every page may
 * send says nothing.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 */
export function cloudfrontBlock(config: Data): Block {
  const named = textsAt(config, "AccessControlAllowMethods", "Items");
  const methods = named.includes("ALL") ? allMethods : named;
  const headers = textsAt(config, "AccessControlAllowHeaders", "Items").filter((name) => !/^accept$/i.test(name));
  const needsPreflights = headers.length > 0 || methods.some((name) => !unasked.includes(name));
  return block({
    at: config.at,
    scope: { kind: "all" },
    target: { name: "cloudfront" },
    origins: globOrigins(scalarsAt(config, "AccessControlAllowOrigins", "Items")),
    credentials: isTrueAt(config, "AccessControlAllowCredentials"),
    methods: wordsOf(methods),
    requestHeaders: wordsOf(headers),
    exposedHeaders: wordsOf(textsAt(config, "AccessControlExposeHeaders", "Items")),
    maxAge: numberAt(config, "AccessControlMaxAgeSec"),
    upstream: isTrueAt(config, "OriginOverride") ? { is: "stripped" } : { is: "unknown" },
    preflight: {
      answered: needsPreflights ? { is: "passed", at: config.at } : { is: "unknown" },
      granted: { is: true },
      afterAuthentication: { is: "unknown" },
    },
  });
}
