import { Ajv } from "ajv";
import type { ValidateFunction } from "ajv";

/**
 * Schemas for what no vendor publishes one of as a package, written from their documents: names, types, values, and
 * limits. Nothing that is not in them is let through.
 */
const names = (most: number, item: object = {}): object => ({
  type: "array",
  minItems: 1,
  maxItems: most,
  uniqueItems: true,
  items: { type: "string", minLength: 1, ...item },
});

const token = { pattern: "^[\\w.-]+$|^\\*$" };
const wholeOrigin = { pattern: "^https?://[\\w.[\\]:-]+$|^\\*$" };
const storageMethods = ["GET", "PUT", "POST", "DELETE", "HEAD"];

const object = (properties: Readonly<Record<string, object>>, required = Object.keys(properties)): object => ({
  type: "object",
  additionalProperties: false,
  properties,
  required,
});

const maxAge = { type: "integer", minimum: 0, maximum: 86_400 };

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html */
const corsRule = object(
  {
    // One * each.
    AllowedOrigins: names(10_000, { pattern: "^[^*]*\\*?[^*]*$" }),
    AllowedMethods: names(5, { enum: storageMethods }),
    AllowedHeaders: names(10_000, { pattern: "^[^*]*\\*?[^*]*$" }),
    // S3 refuses a rule that exposes *.
    ExposeHeaders: names(10_000, { pattern: "^[^*]+$" }),
    MaxAgeSeconds: { type: "integer", minimum: 0 },
  },
  ["AllowedOrigins", "AllowedMethods"],
);

const schemas = {
  "s3 command line": object({ CORSRules: { type: "array", minItems: 1, maxItems: 100, items: corsRule } }),
  "s3 console": { type: "array", minItems: 1, maxItems: 100, items: corsRule },

  /** @see https://developers.cloudflare.com/api/resources/r2/subresources/buckets/subresources/cors/ */
  "r2 wrangler": object({
    rules: {
      type: "array",
      minItems: 1,
      items: object(
        {
          allowed: object(
            {
              origins: names(10_000, wholeOrigin),
              methods: names(5, { enum: storageMethods }),
              headers: names(10_000, token),
            },
            ["origins", "methods"],
          ),
          exposeHeaders: names(10_000, token),
          maxAgeSeconds: maxAge,
        },
        ["allowed"],
      ),
    },
  }),

  /** @see https://cloud.google.com/storage/docs/json_api/v1/buckets */
  gcs: {
    type: "array",
    minItems: 1,
    items: object(
      {
        origin: names(10_000, wholeOrigin),
        method: names(100, token),
        responseHeader: names(10_000, { pattern: "^[\\w.-]+$" }),
        maxAgeSeconds: maxAge,
      },
      ["origin", "method"],
    ),
  },

  /** @see https://learn.microsoft.com/en-us/azure/templates/microsoft.storage/storageaccounts/blobservices */
  "azure storage": object({
    properties: object({
      cors: object({
        corsRules: {
          type: "array",
          maxItems: 5,
          items: object({
            allowedOrigins: names(64, { maxLength: 256, pattern: "^https?://(\\*\\.)?[\\w.[\\]:-]+$|^\\*$" }),
            allowedMethods: names(9, {
              enum: ["DELETE", "GET", "HEAD", "MERGE", "OPTIONS", "PATCH", "POST", "PUT"],
            }),
            allowedHeaders: { type: "array", items: { type: "string", ...token } },
            exposedHeaders: { type: "array", items: { type: "string", ...token } },
            maxAgeInSeconds: maxAge,
          }),
        },
      }),
    }),
  }),

  /** @see https://learn.microsoft.com/en-us/azure/templates/microsoft.web/sites/config-web */
  "azure app service": object({
    properties: object({
      cors: object({ allowedOrigins: names(10_000, wholeOrigin), supportCredentials: { type: "boolean" } }, [
        "allowedOrigins",
      ]),
    }),
  }),

  /** What the specification of CloudFormation leaves out. @see https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html */
  "lambda limits": {
    type: "object",
    properties: {
      AllowOrigins: names(100, { maxLength: 253, ...wholeOrigin }),
      AllowMethods: names(6, { enum: ["GET", "PUT", "HEAD", "POST", "PATCH", "DELETE", "*"] }),
      AllowHeaders: names(100, { maxLength: 1024 }),
      ExposeHeaders: names(100, { maxLength: 1024 }),
      MaxAge: maxAge,
    },
  },

  /** @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html#apis-apiid-model-cors */
  "api gateway limits": {
    type: "object",
    properties: {
      AllowOrigins: names(10_000, wholeOrigin),
      AllowMethods: names(100, token),
      MaxAge: { type: "integer", minimum: -1, maximum: 86_400 },
    },
    // It answers 400 to * beside credentials.
    not: { properties: { AllowOrigins: { contains: { const: "*" } }, AllowCredentials: { const: true } } },
  },

  /** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyCorsConfig.html */
  "cloudfront limits": {
    type: "object",
    properties: {
      AccessControlAllowMethods: object({
        Items: names(8, { enum: ["GET", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "HEAD", "ALL"] }),
      }),
      AccessControlAllowHeaders: object({ Items: names(10_000, token) }),
      AccessControlAllowOrigins: object({ Items: names(10_000) }),
    },
  },
} as const;

const ajv = new Ajv({ allErrors: true });
const compiled = new Map<string, ValidateFunction>();

/** The check by one of them. */
export function documentedSchema(name: keyof typeof schemas): ValidateFunction {
  const found = compiled.get(name) ?? ajv.compile(schemas[name]);
  compiled.set(name, found);
  return found;
}
