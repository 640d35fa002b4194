import type { Abilities } from "../../plan/abilities.ts";
import type { Emitted, EmittedFile, Target } from "../../target.ts";
import { jsonText } from "../json.ts";
import { lines } from "../lines.ts";
import { refused } from "../refused.ts";
import { preflightIs200, serviceAbilities, varyMissing } from "../service-abilities.ts";
import { xmlLines } from "../xml.ts";
import type { XmlElement } from "../xml.ts";
import { corsRules, ruleMethods } from "./rules.ts";
import type { CorsRule } from "./rules.ts";

/**
 * Abilities of a bucket. A rule names the method of every request, also of one without a preflight; its origins have
 * room for one `*`, which stands for any characters. Whoever is listed gets `Access-Control-Allow-Credentials: true`.
 */
export const bucketAbilities: Abilities = {
  ...serviceAbilities,
  subdomains: "many",
  anyPort: "exact-hosts",
  credentials: "always",
  methods: ruleMethods,
  matchesMethods: true,
  repeats: "headers",
  starTakesAuthorization: true,
  exposedHeaders: "listed",
};

/** How many bytes a document of rules may have. */
const room = 65_536;

/**
 * The rules of a bucket, in each of the forms that Amazon takes them in.
 *
 * The version is that of the API, 2006-03-01; it has no other.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 */
export const s3: Target = {
  name: "s3",
  title: "Amazon S3",
  tier: "modelled",
  version: "2006.3.1",
  oldest: "2006.3.1",
  can: () => ({
    ...bucketAbilities,
    always: [
      preflightIs200,
      // A request without an origin is answered as if there were no rules.
      varyMissing,
      { code: "errors-missing", field: "errors", effect: "narrower" },
    ],
  }),
  emit: (plan): Emitted => {
    const rules = corsRules(plan);
    const xml = lines(xmlLines(configurationElement(rules)));
    if (xml.length > room)
      return refused(s3.title, "origins", `a document has room for ${room} characters, and this has ${xml.length}`);
    return {
      files: [
        cliFile(plan.name, rules),
        {
          path: `${plan.name}-console.json`,
          where: "pasted in the console: Permissions, Cross-origin resource sharing",
          text: jsonText(rules),
          comment: null,
        },
        {
          path: `${plan.name}.xml`,
          where: "the body of PUT /?cors",
          text: xml,
          comment: null,
        },
      ],
      check: [
        `aws s3api put-bucket-cors --bucket BUCKET --cors-configuration file://${plan.name}.json`,
        "aws s3api get-bucket-cors --bucket BUCKET",
      ],
    };
  },
};

/** The rules as the command line of Amazon takes them. */
export function cliFile(name: string, rules: readonly CorsRule[]): EmittedFile {
  return {
    path: `${name}.json`,
    where: "handed to aws s3api put-bucket-cors",
    text: jsonText({ CORSRules: rules }),
    comment: null,
  };
}

function configurationElement(rules: readonly CorsRule[]): XmlElement {
  return {
    name: "CORSConfiguration",
    attributes: { xmlns: "http://s3.amazonaws.com/doc/2006-03-01/" },
    children: rules.map((rule) => ({
      name: "CORSRule",
      children: [
        ...texts("AllowedMethod", rule.AllowedMethods),
        ...texts("AllowedOrigin", rule.AllowedOrigins),
        ...texts("AllowedHeader", rule.AllowedHeaders),
        ...texts("ExposeHeader", rule.ExposeHeaders),
        ...texts("MaxAgeSeconds", rule.MaxAgeSeconds === undefined ? [] : [String(rule.MaxAgeSeconds)]),
      ],
    })),
  };
}

function texts(name: string, values: readonly string[] = []): readonly XmlElement[] {
  return values.map((text) => ({ name, text }));
}
