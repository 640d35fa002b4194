import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllHeaders } from "@netlify/headers-parser";
import { getTransformedRoutes, headersSchema } from "@vercel/routing-utils";
import { Ajv } from "ajv";
import type { ValidateFunction } from "ajv";
import type { GeneratedFile, TargetName } from "../../../../src/index.ts";
import { cloudFormationType } from "./cloudformation.ts";
import { documentedSchema } from "./documented.ts";
import { readHeadersFile } from "./headers-file.ts";
import { bodyOfPutBucketCors, parsedXml } from "./put-bucket-cors.ts";
import { webConfigMistakes } from "./web-config.ts";

/** What a vendor would refuse of the files of a target: one sentence each. */
export type FilesCheck = (files: readonly GeneratedFile[]) => Promise<readonly string[]>;

function mistakesBy(validate: ValidateFunction, value: unknown): readonly string[] {
  if (validate(value)) return [];
  return validate.errors!.map(({ instancePath, message = "" }) => `${instancePath} ${message}`);
}

const json = ({ text }: GeneratedFile): unknown => JSON.parse(text);

/** `Quantity` is of the API alone; CloudFormation counts by itself. */
function withoutQuantities(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) => {
    if (typeof part !== "object" || part === null || !("Quantity" in part)) return part;
    const { Quantity, ...rest } = part;
    if (!("Items" in rest) || !Array.isArray(rest.Items) || rest.Items.length !== Quantity)
      throw new RangeError(`${JSON.stringify(part)} counts wrongly`);
    return rest;
  });
}

const checkS3: FilesCheck = async ([cli, console, xml]) => {
  const configuration = json(cli!) as Parameters<typeof bodyOfPutBucketCors>[0];
  const sent = await bodyOfPutBucketCors(configuration);
  return [
    ...mistakesBy(documentedSchema("s3 command line"), configuration),
    ...mistakesBy(documentedSchema("s3 console"), json(console!)),
    ...(JSON.stringify(configuration.CORSRules) === JSON.stringify(json(console!)) ? [] : ["the forms differ"]),
    ...(JSON.stringify(parsedXml(sent)) === JSON.stringify(parsedXml(xml!.text))
      ? []
      : [`the client of Amazon sends ${sent}`]),
  ];
};

const checkLists =
  (resource: string, limits: Parameters<typeof documentedSchema>[0]): FilesCheck =>
  async ([file]) => [
    ...mistakesBy(await cloudFormationType(resource, "Cors"), json(file!)),
    ...mistakesBy(documentedSchema(limits), json(file!)),
  ];

const checkCloudFront: FilesCheck = async ([file]) => {
  const { CorsConfig, ...rest } = json(file!) as { readonly CorsConfig: unknown };
  const config = withoutQuantities(CorsConfig);
  return [
    ...(Object.keys(rest).join() === "Name,Comment" ? [] : [`there is more: ${Object.keys(rest).join()}`]),
    ...mistakesBy(await cloudFormationType("AWS::CloudFront::ResponseHeadersPolicy", "CorsConfig"), config),
    ...mistakesBy(documentedSchema("cloudfront limits"), config),
  ];
};

const checkDocumented =
  (schema: Parameters<typeof documentedSchema>[0], index = 0): FilesCheck =>
  (files) =>
    Promise.resolve(mistakesBy(documentedSchema(schema), json(files[index]!)));

/** Two commands of known options, with every value that a shell could read quoted. */
const azureCommand =
  /^az storage cors clear --services b\naz storage cors add --services b --origins '[^'\s]+' --methods( [A-Z]+)+( --allowed-headers '[^'\s]+')?( --exposed-headers '[^'\s]+')? --max-age \d+\n$/;

const checkAzureStorage: FilesCheck = async (files) => [
  ...(azureCommand.test(withoutComments(files[0]!)) ? [] : [`no command: ${files[0]!.text}`]),
  ...(await checkDocumented("azure storage", 1)(files)),
];

const checkMinio: FilesCheck = ([file]) =>
  Promise.resolve(
    /^MINIO_API_CORS_ALLOW_ORIGIN="[\w.:/*[\],-]+"\n$/.test(withoutComments(file!))
      ? []
      : [`no setting: ${file!.text}`],
  );

function withoutComments({ text }: GeneratedFile): string {
  return text.replaceAll(/^#.*\n/gm, "");
}

const checkWebConfig: FilesCheck = ([file]) => Promise.resolve(webConfigMistakes(file!.text));

const checkCloudflare: FilesCheck = ([file]) => {
  try {
    const names = readHeadersFile(file!.text).flatMap(({ path, headers }) =>
      headers.map(([name]) => `${path} ${name.toLowerCase()}`),
    );
    return Promise.resolve(new Set(names).size < names.length ? ["a header is there twice"] : []);
  } catch (error) {
    return Promise.resolve([String(error)]);
  }
};

/** The parser of Netlify has to find what Cloudflare's grammar says is there. */
const checkNetlify: FilesCheck = async ([file]) => {
  const mistakes = await checkCloudflare([file!]);
  if (mistakes.length > 0) return mistakes;
  const folder = await mkdtemp(join(tmpdir(), "concors-headers-"));
  try {
    const path = join(folder, "_headers");
    await writeFile(path, file!.text);
    const { headers, errors } = await parseAllHeaders({
      headersFiles: [path],
      configHeaders: undefined,
      minimal: true,
    });
    const rules = readHeadersFile(file!.text).map((rule) => ({
      for: rule.path,
      values: Object.fromEntries(rule.headers),
    }));
    if (JSON.stringify(headers) !== JSON.stringify(rules)) return [`Netlify reads ${JSON.stringify(headers)}`];
    return errors.map(({ message }) => message);
  } finally {
    await rm(folder, { recursive: true });
  }
};

const vercelHeaders = new Ajv({ allErrors: true, strict: false }).compile(headersSchema);

const checkVercel: FilesCheck = ([file]) => {
  const config = json(file!) as Parameters<typeof getTransformedRoutes>[0];
  const { error } = getTransformedRoutes(config);
  return Promise.resolve([...mistakesBy(vercelHeaders, config.headers), ...(error === null ? [] : [error.message])]);
};

const firebaseHosting = new Ajv().compile({
  type: "object",
  additionalProperties: false,
  required: ["hosting"],
  properties: {
    hosting: {
      type: "object",
      additionalProperties: false,
      required: ["headers"],
      properties: {
        headers: {
          type: "array",
          items: {
            type: "object",
            additionalProperties: false,
            required: ["source", "headers"],
            properties: {
              source: { type: "string", pattern: "^(\\*\\*|/[\\w.~/-]+(/\\*\\*)?)$" },
              headers: {
                type: "array",
                items: {
                  type: "object",
                  additionalProperties: false,
                  required: ["key", "value"],
                  properties: { key: { type: "string" }, value: { type: "string" } },
                },
              },
            },
          },
        },
      },
    },
  },
});

/** How what each target prints is checked. */
export const filesChecks: Partial<Readonly<Record<TargetName, FilesCheck>>> = {
  iis: checkWebConfig,
  "iis-headers": checkWebConfig,
  s3: checkS3,
  r2: async (files) => [
    ...(await checkDocumented("s3 command line")(files)),
    ...(await checkDocumented("r2 wrangler", 1)(files)),
  ],
  minio: checkMinio,
  gcs: checkDocumented("gcs"),
  "azure-storage": checkAzureStorage,
  "azure-app-service": checkDocumented("azure app service"),
  "api-gateway": checkLists("AWS::ApiGatewayV2::Api", "api gateway limits"),
  "lambda-url": checkLists("AWS::Lambda::Url", "lambda limits"),
  cloudfront: checkCloudFront,
  "cloudflare-pages": checkCloudflare,
  netlify: checkNetlify,
  vercel: checkVercel,
  firebase: ([file]) => Promise.resolve(mistakesBy(firebaseHosting, json(file!))),
};
