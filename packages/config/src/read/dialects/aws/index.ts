import type { Block } from "../../block.ts";
import { allWithin, itemsAt, untoldAt, valueAt } from "../../data/data.ts";
import type { Data } from "../../data/data.ts";
import { parseData } from "../../data/parse-data.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { readBucket } from "../buckets/bucket-rule.ts";
import { amazon, ruleOfAmazon } from "../buckets/index.ts";
import { allowListsBlock } from "./allow-lists.ts";
import { cloudfrontBlock } from "./cloudfront.ts";

/**
 * Settings of Amazon's services as their command lines take and print them, and templates of CloudFormation that have
 * them: HTTP APIs of API Gateway, function URLs of Lambda, response headers policies of CloudFront, buckets of S3.
 */
export const aws: Dialect = {
  name: "aws",
  title: "Amazon API Gateway, Lambda, CloudFront and CloudFormation",
  recognizes: ({ path, text }) =>
    (/\.json$/i.test(path) && /"(?:AllowOrigins|AccessControlAllowOrigins)"\s*:/.test(text)) ||
    (/\.(?:json|ya?ml|template)$/i.test(path) && isTemplate.test(text)),
  read: (files): Told => {
    const told = files.map(readFile);
    return {
      blocks: told.flatMap(({ blocks }) => blocks),
      unseen: told.flatMap(({ unseen }) => unseen),
      findings: told.flatMap(({ findings }) => findings),
    };
  },
};

const isTemplate = /\bAWSTemplateFormatVersion\b|\bType["']?[ \t]*:[ \t]*["']?AWS::/;

/** What a map has that says something about CORS, and what it does. */
const holders: readonly (readonly [key: string, read: (holder: Data) => Told])[] = [
  ["AllowOrigins", alone(allowListsBlock)],
  ["AccessControlAllowOrigins", alone(cloudfrontBlock)],
  ["CorsRules", (holder) => readBucket(itemsAt(holder, "CorsRules").map(ruleOfAmazon), amazon)],
  ["CORSRules", (holder) => readBucket(itemsAt(holder, "CORSRules").map(ruleOfAmazon), amazon)],
];

function alone(read: (holder: Data) => Block): (holder: Data) => Told {
  return (holder) => ({ blocks: [read(holder)], unseen: [], findings: [] });
}

function readFile(file: SourceFile): Told {
  const all = parseData(file).flatMap(allWithin);
  const told = all.flatMap((data) =>
    holders.flatMap(([key, read]) => (valueAt(data, key) === undefined ? [] : [read(data)])),
  );
  return {
    blocks: told.flatMap(({ blocks }) => blocks),
    unseen: [...told.flatMap(({ unseen }) => unseen), ...all.flatMap(restApi), ...all.flatMap(untoldOrigins)],
    findings: told.flatMap(({ findings }) => findings),
  };
}

/** References, and functions of a template. */
function untoldOrigins(data: Data): readonly Unseen[] {
  const lists = ["AllowOrigins", "AllowedOrigins"].map((name) => valueAt(data, name));
  return [...lists, valueAt(data, "AccessControlAllowOrigins", "Items")]
    .flatMap((list) => untoldAt(list))
    .map(({ at }) => ({ ...at, why: "Which origins may read is not told by this file alone." }));
}

/** `Cors` of `AWS::Serverless::Api`, whose answers have what each function sets. */
function restApi(data: Data): readonly Unseen[] {
  const origin = valueAt(data, "AllowOrigin");
  if (origin === undefined) return [];
  const why = "A REST API answers preflights alone with this: what its functions send is not told by this file.";
  return [{ ...origin.at, why }];
}
