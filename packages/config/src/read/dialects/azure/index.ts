import { block } from "../../block.ts";
import type { Block } from "../../block.ts";
import {
  allWithin,
  isTrueAt,
  itemsAt,
  numberAt,
  scalarsAt,
  textAt,
  textsAt,
  untoldAt,
  valueAt,
} from "../../data/data.ts";
import type { Data } from "../../data/data.ts";
import { parseData } from "../../data/parse-data.ts";
import { childNamed, childrenNamed, parseXml } from "../../data/parse-xml.ts";
import type { XmlNode } from "../../data/parse-xml.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { globOrigins, readBucket } from "../buckets/bucket-rule.ts";
import type { BucketKind, BucketRule, PlacedText } from "../buckets/bucket-rule.ts";
import { namesIn } from "../names.ts";
import { azureCommands } from "./commands.ts";
import type { AzureCommand } from "./commands.ts";

/**
 * Azure: the rules of a storage account in a template, in XML and as a command, and the settings of App Service and
 * Functions.
 *
 * @see https://learn.microsoft.com/en-us/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services
 * @see https://learn.microsoft.com/en-us/azure/app-service/app-service-web-tutorial-rest-api
 */
export const azure: Dialect = {
  name: "azure",
  title: "Azure Storage and App Service",
  recognizes: ({ path, text }) =>
    (/\.json$/i.test(path) && (/"corsRules"\s*:/.test(text) || isAppService.test(text))) ||
    (/\.xml$/i.test(path) && /<Cors>\s*<CorsRule>/.test(text)) ||
    (/\.(?:sh|bash|ps1|cmd|bat)$/i.test(path) && /\baz\s[^\n]*\bcors\s+add\b/.test(text)),
  read: (files): Told => {
    const told = files.map((file) => {
      if (/\.json$/i.test(file.path)) return readTemplate(file);
      return /\.xml$/i.test(file.path) ? readBucket(rulesOfXml(file), storage) : readCommands(file);
    });
    return {
      blocks: told.flatMap(({ blocks }) => blocks),
      unseen: told.flatMap(({ unseen }) => unseen),
      findings: told.flatMap(({ findings }) => findings),
    };
  },
};

/** `local.settings.json` of Functions has other names. */
const isAppService = /"cors"\s*:\s*\{\s*"(?:allowedOrigins|supportCredentials)"\s*:|"CORS"\s*:\s*"/;

/** A request without an origin is answered without `Vary`. */
const storage: BucketKind = {
  documentsGlobs: true,
  credentials: true,
  vary: { is: "sometimes" },
  target: { name: "azure-storage" },
  repeatsHeaders: true,
};

function readTemplate(file: SourceFile): Told {
  const all = parseData(file).flatMap(allWithin);
  const bucket = readBucket(all.flatMap((data) => itemsAt(data, "corsRules")).map(ruleOfData), storage);
  const untold = all.flatMap((data) => [...untoldAt(data, "allowedOrigins"), ...computed(data)]);
  return {
    blocks: [...bucket.blocks, ...all.flatMap(appServiceOf)],
    unseen: [
      ...bucket.unseen,
      ...untold.map(({ at }) => ({ ...at, why: "Which origins may read is not told by this file alone." })),
    ],
    findings: bucket.findings,
  };
}

/** `[parameters('origins')]` */
const isComputed = /^\[(?!\[).*\]$/s;

function computed(data: Data): readonly Data[] {
  return scalarsAt(data, "allowedOrigins").filter(({ text }) => isComputed.test(text));
}

function ruleOfData(rule: Data): BucketRule {
  return {
    at: rule.at,
    origins: scalarsAt(rule, "allowedOrigins").filter(({ text }) => !isComputed.test(text)),
    methods: textsAt(rule, "allowedMethods"),
    requestHeaders: textsAt(rule, "allowedHeaders"),
    exposedHeaders: textsAt(rule, "exposedHeaders"),
    maxAge: numberAt(rule, "maxAgeInSeconds"),
  };
}

function rulesOfXml(file: SourceFile): readonly BucketRule[] {
  const root = parseXml(file);
  const cors = root.name === "Cors" ? root : childNamed(root, "Cors");
  return childrenNamed(cors, "CorsRule").map((rule) => {
    const listed = (name: string): readonly string[] => namesIn(childNamed(rule, name)?.text ?? "");
    const age = childNamed(rule, "MaxAgeInSeconds")?.text ?? "";
    return {
      at: rule.at,
      origins: placed(childNamed(rule, "AllowedOrigins")),
      methods: listed("AllowedMethods"),
      requestHeaders: listed("AllowedHeaders"),
      exposedHeaders: listed("ExposedHeaders"),
      maxAge: /^\d+$/.test(age) ? Number(age) : null,
    };
  });
}

function placed(node: XmlNode | undefined): readonly PlacedText[] {
  return node === undefined ? [] : namesIn(node.text).map((text) => ({ text, at: node.at }));
}

/** `cors` of an application's settings, and `Host` of `local.settings.json`. */
function appServiceOf(data: Data): readonly Block[] {
  const cors = valueAt(data, "cors");
  if (valueAt(cors, "allowedOrigins") !== undefined) {
    const origins = scalarsAt(cors, "allowedOrigins").filter(({ text }) => !isComputed.test(text));
    return [appServiceBlock(origins, isTrueAt(cors, "supportCredentials"), cors!)];
  }
  const local = valueAt(data, "CORS");
  if (local?.kind !== "scalar") return [];
  const origins = namesIn(textAt(local) ?? "").map((text) => ({ text, at: local.at }));
  return [appServiceBlock(origins, isTrueAt(data, "CORSCredentials"), local)];
}

/** Every method and every header is allowed, and what the application says itself is overridden. */
function appServiceBlock(origins: readonly PlacedText[], credentials: boolean, { at }: Pick<Data, "at">): Block {
  return block({
    at,
    scope: { kind: "all" },
    origins: globOrigins(origins),
    credentials,
    methods: credentials ? "repeated" : "*",
    requestHeaders: credentials ? "repeated" : "*",
    upstream: { is: "stripped" },
    preflight: { answered: { is: "preflights" }, granted: { is: true }, afterAuthentication: { is: false } },
  });
}

function readCommands(file: SourceFile): Told {
  const commands = azureCommands(file);
  const unseen: Unseen[] = commands.flatMap(({ options }) =>
    [...options.values()]
      .flat()
      .flatMap(({ text, at }) =>
        /\$[\w{(]/.test(text) ? [{ ...at, why: `What ${text} stands for is not told by this file alone.` }] : [],
      ),
  );
  const told = readBucket(commands.filter(({ service }) => service === "storage").map(ruleOfCommand), storage);
  const blocks = commands
    .filter(({ service }) => service !== "storage")
    .map((command) => appServiceBlock(textsOf(command, "--allowed-origins"), false, command));
  return { ...told, blocks: [...told.blocks, ...blocks], unseen: [...told.unseen, ...unseen] };
}

/** What an option is given: several words, or one with commas. */
function textsOf({ options }: AzureCommand, ...names: readonly string[]): readonly PlacedText[] {
  const given = names.flatMap((name) => options.get(name) ?? []);
  return given
    .flatMap(({ text, at }) => text.split(/[,\s]+/).map((one) => ({ text: one, at })))
    .filter(({ text }) => text !== "" && !/\$[\w{(]/.test(text));
}

function ruleOfCommand(command: AzureCommand): BucketRule {
  const names = (...options: readonly string[]): readonly string[] =>
    textsOf(command, ...options).map(({ text }) => text);
  const [age] = names("--max-age");
  return {
    at: command.at,
    origins: textsOf(command, "--origins"),
    methods: names("--methods"),
    requestHeaders: names("--allowed-headers"),
    exposedHeaders: names("--exposed-headers"),
    maxAge: age !== undefined && /^\d+$/.test(age) ? Number(age) : null,
  };
}
