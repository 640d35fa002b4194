import type { LossCode } from "@concors/config";
import { importSite, lint } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { describe, expect, test } from "vitest";
import { saidOf } from "./said-of.ts";

interface Row {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly want: readonly LintCode[];
  /** What the server cannot do, whatever is written; nothing if left out. */
  readonly limits?: readonly LossCode[];
  /** The policy that is read. */
  readonly policy?: unknown;
  readonly unseen?: readonly string[];
}

const rows: readonly Row[] = [
  {
    name: "an HTTP API in a template, with an origin that is a parameter",
    path: "template.yaml",
    text: `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      CorsConfiguration:
        AllowOrigins: [https://app.example.com, !Ref Frontend]
        AllowMethods: [PUT]
        AllowCredentials: true
        MaxAge: 600`,
    want: [],
    policy: { origins: ["https://app.example.com"], credentials: true, methods: ["PUT"], maxAge: 600 },
    unseen: ["Which origins may read is not told by this file alone."],
  },
  {
    name: "an HTTP API whose origins depend on a condition",
    path: "template.yml",
    text: `Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      CorsConfiguration:
        AllowOrigins: !If [IsProduction, [https://app.example.com], ["*"]]`,
    want: [],
    policy: "none",
    unseen: ["Which origins may read is not told by this file alone."],
  },
  {
    name: "every origin of https",
    path: "cors.json",
    text: `{ "AllowOrigins": ["https://*"], "AllowMethods": ["GET"] }`,
    want: ["expression-matches-any"],
  },
  {
    name: "the star beside credentials, which Amazon refuses",
    path: "cors.json",
    text: `{ "AllowOrigins": ["*"], "AllowCredentials": true }`,
    want: ["any-origin-with-credentials"],
  },
  {
    name: "a function URL, with a slash at the end of an origin",
    path: "template.json",
    text: `{ "Resources": { "Url": { "Type": "AWS::Lambda::Url", "Properties": { "Cors": { "AllowOrigins": ["https://app.example.com/"] } } } } }`,
    want: ["origin-never-sent"],
  },
  {
    name: "a REST API, whose answers have what functions set",
    path: "template.yaml",
    text: `Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      Cors: { AllowOrigin: "'*'", AllowHeaders: "'Content-Type'" }`,
    want: [],
    unseen: ["A REST API answers preflights alone with this: what its functions send is not told by this file."],
  },
  {
    name: "a bucket in a template",
    path: "template.yaml",
    text: `Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      CorsConfiguration:
        CorsRules:
          - AllowedOrigins: [https://app.example.com]
            AllowedMethods: [GET, PUT]
            ExposedHeaders: [ETag]
            MaxAge: 3000`,
    want: [],
    limits: ["vary-missing"],
    policy: {
      origins: ["https://app.example.com"],
      credentials: true,
      methods: ["GET", "PUT"],
      exposedHeaders: ["ETag"],
      maxAge: 3000,
    },
  },
  {
    name: "CloudFront, which leaves preflights to what is behind",
    path: "policy.json",
    text: `{ "CorsConfig": {
  "AccessControlAllowOrigins": { "Quantity": 1, "Items": ["https://app.example.com"] },
  "AccessControlAllowHeaders": { "Quantity": 1, "Items": ["*"] },
  "AccessControlAllowMethods": { "Quantity": 1, "Items": ["ALL"] },
  "AccessControlAllowCredentials": false, "OriginOverride": true } }`,
    want: [],
    limits: ["preflight-not-answered"],
    policy: {
      origins: ["https://app.example.com"],
      methods: ["GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
      requestHeaders: "*",
    },
  },
  {
    name: "CloudFront, with headers that need no preflight",
    path: "policy.json",
    text: `{ "AccessControlAllowOrigins": { "Items": ["*.example.com"] }, "AccessControlAllowHeaders": { "Items": ["Accept"] }, "AccessControlAllowMethods": { "Items": ["GET"] } }`,
    want: ["expression-without-start"],
  },
  {
    name: "Azure's command in a script, over several lines",
    path: "deploy.sh",
    text: `#!/bin/sh
az storage cors add --services bf \\
  --origins https://app.example.com "https://*.example.com" \\
  --methods GET PUT --allowed-headers '*' --exposed-headers ETag,x-ms-request-id --max-age=200 # for the editor
az storage cors add --services q --origins "$ORIGIN" --methods GET`,
    want: [],
    limits: ["vary-missing"],
    policy: {
      origins: ["https://app.example.com", "https://*.example.com"],
      credentials: true,
      methods: ["GET", "PUT"],
      requestHeaders: "*",
      exposedHeaders: ["ETag", "x-ms-request-id"],
      maxAge: 200,
    },
    unseen: [
      "What $ORIGIN stands for is not told by this file alone.",
      "Another policy for the same paths is left out: the first one is taken.",
    ],
  },
  {
    name: "Azure's rules in XML",
    path: "service.xml",
    text: `<StorageServiceProperties><Cors> <CorsRule><AllowedOrigins>http://www.contoso.com, http://www.fabrikam.com</AllowedOrigins>
<AllowedMethods>PUT,GET</AllowedMethods><MaxAgeInSeconds>5</MaxAgeInSeconds></CorsRule></Cors></StorageServiceProperties>`,
    want: [],
    limits: ["vary-missing"],
    policy: {
      origins: ["http://www.contoso.com", "http://www.fabrikam.com"],
      credentials: true,
      methods: ["PUT", "GET"],
      maxAge: 5,
      dangerously: { exposeToNetworkAttackers: true },
    },
  },
  {
    name: "Azure's rules in a template, with a parameter",
    path: "azuredeploy.json",
    text: `{ "resources": [{ "properties": { "cors": { "corsRules": [{
  "allowedOrigins": ["[parameters('origin')]", "https://app.example.com"], "allowedMethods": ["GET"], "maxAgeInSeconds": 60 }] } } }] }`,
    want: [],
    limits: ["vary-missing"],
    policy: { origins: ["https://app.example.com"], credentials: true, methods: ["GET"], maxAge: 60 },
    unseen: ["Which origins may read is not told by this file alone."],
  },
  {
    name: "a function app on one's own computer",
    path: "local.settings.json",
    text: `{ "IsEncrypted": false, "Host": { "CORS": "http://localhost:4200,https://app.example.com", "CORSCredentials": true } }`,
    want: [],
    policy: {
      origins: ["http://localhost:4200", "https://app.example.com"],
      credentials: true,
      methods: "*",
      requestHeaders: "*",
    },
  },
  {
    name: "App Service with the star beside credentials",
    path: "site.json",
    text: `{ "siteConfig": { "cors": { "allowedOrigins": ["*"], "supportCredentials": true } } }`,
    want: ["any-origin-with-credentials"],
  },
  {
    name: "App Service by its command",
    path: "deploy.sh",
    text: `az webapp cors add -g group -n site --allowed-origins https://app.example.com https://www.example.com/`,
    want: ["origin-never-sent"],
  },
  {
    name: "MinIO with its star, which is whoever asks",
    path: "minio.env",
    text: `MINIO_ROOT_USER=minio\nMINIO_API_CORS_ALLOW_ORIGIN=*\n`,
    want: ["reflects-any-origin"],
  },
  {
    name: "MinIO with a wildcard that is glued",
    path: "/etc/default/minio",
    text: `export MINIO_API_CORS_ALLOW_ORIGIN="https://app.example.com, https://*example.com"`,
    want: ["wildcard-glued"],
  },
  {
    name: "Spring's gateway, for all paths",
    path: "application.yml",
    text: `spring:
  cloud:
    gateway:
      globalcors:
        cors-configurations:
          '[/**]':
            allowedOrigins: "https://app.example.com,https://docs.spring.io/"
            allowed-methods:
            - GET
            - PUT
            allowedHeaders: "*"
            max-age: 30m`,
    want: [],
    policy: {
      origins: ["https://app.example.com", "https://docs.spring.io"],
      methods: ["GET", "PUT"],
      requestHeaders: ["*", "Authorization"],
      maxAge: 1800,
    },
  },
  {
    name: "Spring's gateway, whoever asks with credentials, and a setting from somewhere else",
    path: "application.yaml",
    text: `spring.cloud: x
spring: { cloud: { gateway: { server: { webflux: { globalcors: { corsConfigurations: { "[/**]": {
  allowedOriginPatterns: "*", allowCredentials: true, allowedMethods: "\${METHODS}" } } } } } } } }`,
    want: ["reflects-any-origin"],
    unseen: [
      "What allowedMethods is given is not told by this file alone.",
      "Any origin beside credentials is no policy: list those that may read.",
    ],
  },
  {
    name: "R2 by its own command line",
    path: "cors.json",
    text: `{ "rules": [{ "allowed": { "origins": ["http://localhost:3000/"], "methods": ["GET"] } }] }`,
    want: ["origin-never-sent"],
  },
];

describe("settings of services as they are published", () => {
  test.each(rows)("$name", ({ path, text, want, limits = [], policy, unseen = [] }) => {
    const read = importSite([{ path, text }]);
    expect(saidOf({ path, text })).toEqual({ findings: want.toSorted(), limits });
    if (policy !== undefined) expect(read.site?.fallback ?? "none").toEqual(policy);
    if (want.length === 0 || unseen.length > 0) expect(read.unseen.map(({ why }) => why)).toEqual(unseen);
  });

  test("Spring's actuator has a path of its own", () => {
    const text = "management: { endpoints: { web: { cors: { allowed-origins: [https://app.example.com] } } } }";
    expect(importSite([{ path: "application.yml", text }])).toMatchObject({
      site: {
        routes: [
          { prefix: "/actuator", policy: { origins: ["https://app.example.com"], methods: ["GET"], maxAge: 1800 } },
        ],
      },
      unseen: [],
    });
  });

  test("a finding has the place of the origin", () => {
    const text = `MINIO_API_CORS_ALLOW_ORIGIN="https://a.test,https://b.test/"\n`;
    expect(lint([{ path: "minio.env", text }])[0]?.span).toEqual({ line: 1, column: 45, endLine: 1, endColumn: 60 });
  });
});
