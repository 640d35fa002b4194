import { itemsAt, numberAt, scalarsAt, textsAt, valueAt } from "../../data/data.ts";
import type { Data } from "../../data/data.ts";
import { parseData } from "../../data/parse-data.ts";
import { childrenNamed, parseXml } from "../../data/parse-xml.ts";
import type { XmlNode } from "../../data/parse-xml.ts";
import type { Dialect, SourceFile, Told } from "../../reading.ts";
import { readBucket } from "./bucket-rule.ts";
import type { BucketKind, BucketRule } from "./bucket-rule.ts";

/** A request without an origin is answered as if there were no rules, without `Vary`. */
export const amazon: BucketKind = {
  documentsGlobs: true,
  credentials: true,
  vary: { is: "sometimes" },
  target: { name: "s3" },
  repeatsHeaders: true,
};

/**
 * The rules of a bucket of Amazon S3, and of what is like it: as the console, the command line and the API take them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 */
export const s3: Dialect = {
  name: "s3",
  title: "Amazon S3",
  recognizes: ({ path, text }) =>
    (/\.json$/i.test(path) && /"(?:CORSRules|AllowedOrigins)"\s*:/.test(text)) ||
    (/\.xml$/i.test(path) && text.includes("<CORSConfiguration")),
  read: (files) => together(files.map((file) => readBucket(s3Rules(file), amazon))),
};

/** It is written nowhere whether credentials are ever allowed, and whether answers say Vary. */
const cloudflare: BucketKind = {
  documentsGlobs: false,
  credentials: false,
  vary: { is: "unknown" },
  repeatsHeaders: true,
};

/**
 * The rules of a bucket of Cloudflare R2: as its own command line takes them, or as that of Amazon does.
 *
 * @see https://developers.cloudflare.com/r2/buckets/cors/
 */
export const r2: Dialect = {
  name: "r2",
  title: "Cloudflare R2",
  recognizes: ({ path, text }) =>
    /\.json$/i.test(path) &&
    (/"allowed"\s*:\s*\{/.test(text) || (/\br2\b/i.test(path) && /"(?:CORSRules|AllowedOrigins)"\s*:/.test(text))),
  read: (files) => together(files.map((file) => readBucket(r2Rules(file), cloudflare))),
};

/** Nothing is said of credentials, and whether answers say Vary is written nowhere. */
const google: BucketKind = {
  documentsGlobs: false,
  credentials: false,
  vary: { is: "unknown" },
  repeatsHeaders: false,
};

/**
 * The rules of a bucket of Google Cloud Storage.
 *
 * @see https://cloud.google.com/storage/docs/cors-configurations
 */
export const gcs: Dialect = {
  name: "gcs",
  title: "Google Cloud Storage",
  recognizes: ({ path, text }) =>
    /\.json$/i.test(path) &&
    /"origin"\s*:\s*\[/.test(text) &&
    /"(?:method|responseHeader|maxAgeSeconds)"\s*:/.test(text),
  read: (files) => together(files.map((file) => readBucket(gcsRules(file), google))),
};

function together(told: readonly Told[]): Told {
  return {
    blocks: told.flatMap(({ blocks }) => blocks),
    unseen: told.flatMap(({ unseen }) => unseen),
    findings: told.flatMap(({ findings }) => findings),
  };
}

function s3Rules(file: SourceFile): readonly BucketRule[] {
  if (/\.xml$/i.test(file.path)) return childrenNamed(parseXml(file), "CORSRule").map(ruleOfElement);
  return parseData(file).flatMap((document) => {
    const rules = document.kind === "list" ? document : valueAt(document, "CORSRules");
    return itemsAt(rules).map(ruleOfAmazon);
  });
}

/** A template of CloudFormation has other names for two of its parts. */
export function ruleOfAmazon(rule: Data): BucketRule {
  return {
    at: rule.at,
    origins: scalarsAt(rule, "AllowedOrigins"),
    methods: textsAt(rule, "AllowedMethods"),
    requestHeaders: textsAt(rule, "AllowedHeaders"),
    exposedHeaders: [...textsAt(rule, "ExposeHeaders"), ...textsAt(rule, "ExposedHeaders")],
    maxAge: numberAt(rule, "MaxAgeSeconds") ?? numberAt(rule, "MaxAge"),
  };
}

function r2Rules(file: SourceFile): readonly BucketRule[] {
  return parseData(file).flatMap((document) => {
    const rules = document.kind === "list" ? document : (valueAt(document, "CORSRules") ?? valueAt(document, "rules"));
    return itemsAt(rules).map((rule) => {
      const allowed = valueAt(rule, "allowed");
      if (allowed === undefined) return ruleOfAmazon(rule);
      return {
        at: rule.at,
        origins: scalarsAt(allowed, "origins"),
        methods: textsAt(allowed, "methods"),
        requestHeaders: textsAt(allowed, "headers"),
        exposedHeaders: textsAt(rule, "exposeHeaders"),
        maxAge: numberAt(rule, "maxAgeSeconds"),
      };
    });
  });
}

function ruleOfElement(rule: XmlNode): BucketRule {
  const texts = (name: string): readonly string[] => childrenNamed(rule, name).map(({ text }) => text);
  const [age] = texts("MaxAgeSeconds");
  return {
    at: rule.at,
    origins: childrenNamed(rule, "AllowedOrigin"),
    methods: texts("AllowedMethod"),
    requestHeaders: texts("AllowedHeader"),
    exposedHeaders: texts("ExposeHeader"),
    maxAge: age !== undefined && /^\d+$/.test(age) ? Number(age) : null,
  };
}

/** `gcloud storage buckets describe` names the list `cors_config`. One list of headers is for both ways. */
function gcsRules(file: SourceFile): readonly BucketRule[] {
  return parseData(file).flatMap((document) => {
    const rules: Data | undefined = document.kind === "list" ? document : valueAt(document, "cors_config");
    return itemsAt(rules ?? valueAt(document, "cors")).map((rule) => ({
      at: rule.at,
      origins: scalarsAt(rule, "origin"),
      methods: textsAt(rule, "method"),
      requestHeaders: textsAt(rule, "responseHeader"),
      exposedHeaders: textsAt(rule, "responseHeader"),
      maxAge: numberAt(rule, "maxAgeSeconds"),
    }));
  });
}
