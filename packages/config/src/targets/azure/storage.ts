import type { Grant } from "../../plan/plan.ts";
import type { Emitted, Target } from "../../target.ts";
import { jsonText } from "../json.ts";
import { lines } from "../lines.ts";
import { nameList, onlyGrant, originList } from "../only-grant.ts";
import { refused } from "../refused.ts";
import { preflightIs200, serviceAbilities, varyMissing } from "../service-abilities.ts";

/** How many characters all rules of a service may have together. */
const room = 2048;

/**
 * The rules of a service of an Azure storage account: of all its containers at once. Each rule needs all of its five
 * parts. The first that takes the origin, the method and the headers decides.
 *
 * The version is that of the REST API, a date.
 *
 * @see https://learn.microsoft.com/en-us/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services
 */
export const azureStorage: Target = {
  name: "azure-storage",
  title: "Azure Storage",
  tier: "schema-checked",
  version: "2025.1.5",
  oldest: "2013.8.15",
  can: () => ({
    ...serviceAbilities,
    subdomains: "unknown",
    origins: 64,
    longestOrigin: 256,
    credentials: "always",
    methods: ["DELETE", "GET", "HEAD", "MERGE", "PATCH", "POST", "OPTIONS", "PUT"],
    matchesMethods: true,
    repeats: "headers",
    starTakesAuthorization: true,
    always: [preflightIs200, varyMissing],
  }),
  emit: (plan): Emitted => {
    const rule = corsRule(onlyGrant(plan));
    const size = Object.values(rule).flat().join(",").length;
    if (size > room)
      return refused(
        azureStorage.title,
        "origins",
        `all its rules have room for ${room} characters, and this takes ${size}`,
      );
    return {
      files: [
        {
          path: `${plan.name}.sh`,
          where: "run once for the account; --services b is for blobs, f, q and t for files, queues and tables",
          text: lines(
            "az storage cors clear --services b",
            `az storage cors add --services b ${commandOptions(rule).join(" ")}`,
          ),
          comment: "#",
        },
        {
          path: `${plan.name}.json`,
          where: "the same for a template: a resource Microsoft.Storage/storageAccounts/blobServices",
          text: jsonText({ properties: { cors: { corsRules: [rule] } } }),
          comment: null,
        },
      ],
      check: ["az storage cors list --services b"],
    };
  },
};

interface CorsRule {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
  readonly maxAgeInSeconds: number;
}

function corsRule(grant: Grant): CorsRule {
  return {
    allowedOrigins: originList(grant),
    allowedMethods: nameList(grant.methods),
    allowedHeaders: nameList(grant.requestHeaders),
    exposedHeaders: nameList(grant.exposedHeaders),
    // It has to be said. Browsers take 5 where nothing is.
    maxAgeInSeconds: grant.maxAge ?? 5,
  };
}

/** Quoted: a shell would look for files that `*` stands for. */
function commandOptions(rule: CorsRule): readonly string[] {
  const list = (name: string, values: readonly string[], separator: string): readonly string[] =>
    values.length === 0 ? [] : [name, `'${values.join(separator)}'`];
  return [
    ...list("--origins", rule.allowedOrigins, ","),
    "--methods",
    ...rule.allowedMethods,
    ...list("--allowed-headers", rule.allowedHeaders, ","),
    ...list("--exposed-headers", rule.exposedHeaders, ","),
    "--max-age",
    String(rule.maxAgeInSeconds),
  ];
}
