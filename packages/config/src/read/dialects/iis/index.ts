import { block } from "../../block.ts";
import type { Block, OriginRule, Scope } from "../../block.ts";
import { createFinding } from "../../create-finding.ts";
import { childNamed, childrenNamed, parseXml } from "../../data/parse-xml.ts";
import type { XmlNode } from "../../data/parse-xml.ts";
import { patternRule } from "../../expression/pattern-rule.ts";
import { expressionOfGlob } from "../../expression/written-otherwise.ts";
import type { Finding } from "../../finding.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { headerBlock } from "../header-block.ts";
import type { HeaderLine } from "../header-block.ts";
import { repeatedHeaders, wordsOf } from "../names.ts";
import { pathScope } from "../path-scope.ts";

/**
 * A `web.config`: the CORS module of IIS, and custom headers.
 *
 * @see https://learn.microsoft.com/en-us/iis/extensions/cors-module/cors-module-configuration-reference
 * @see https://learn.microsoft.com/en-us/iis/configuration/system.webserver/httpprotocol/customheaders/
 */
export const iis: Dialect = {
  name: "iis",
  title: "IIS",
  recognizes: ({ path, text }) =>
    /web\.config$/i.test(path) || (/\.(?:config|xml)$/i.test(path) && text.includes("<system.webServer")),
  read: (files): Told => {
    const told = files.map(readFile);
    return {
      blocks: told.flatMap(({ blocks }) => blocks),
      unseen: told.flatMap(({ unseen }) => unseen),
      findings: told.flatMap(({ findings }) => findings),
    };
  },
};

/** `system.webServer`, for all paths or for those of a `<location>`. */
interface Part {
  readonly server: XmlNode;
  readonly scope: Scope;
  /** Whether an application is behind, which may send headers of its own. */
  readonly hasApplication: boolean;
}

function readFile(file: SourceFile): Told {
  const root = parseXml(file);
  const hasApplication = childNamed(root, "system.web") !== undefined;
  const own: readonly (readonly [XmlNode, Scope])[] = [[root, { kind: "all" }]];
  const locations = childrenNamed(root, "location").map((one) => [one, scopeOf(one)] as const);
  const parts = [...own, ...locations].flatMap(([node, scope]): readonly Part[] =>
    childrenNamed(node, "system.webServer").map((server) => ({
      server,
      scope,
      hasApplication: hasApplication || applications.some((name) => childNamed(server, name) !== undefined),
    })),
  );
  return {
    blocks: parts.flatMap(blocksOf),
    unseen: parts.flatMap(({ server }) => rewritten(server)),
    findings: parts.flatMap(({ server }) => switchedOff(server)),
  };
}

/** What hands requests to a program. */
const applications = ["aspNetCore", "httpPlatform", "iisnode", "handlers"];

function scopeOf({ attributes }: XmlNode): Scope {
  const path = attributes["path"] ?? "";
  return path === "" || path === "." ? { kind: "all" } : pathScope("prefix", `/${path}`);
}

function blocksOf({ server, scope, hasApplication }: Part): readonly Block[] {
  const lines = customHeaders(server);
  const custom = headerBlock(lines, {
    scope,
    target: { name: "iis-headers", hasOtherWords: addOns.some((name) => childNamed(server, name) !== undefined) },
    preflight: {
      answered: { is: "passed", write: "let the CORS module or a rewrite rule answer it" },
      granted: { is: "unknown" },
      afterAuthentication: { is: "unknown" },
    },
    upstream: { is: hasApplication ? "passed" : "unknown", write: "set them in one place, here or in the application" },
  });
  const rules = isOn(childNamed(server, "cors")) ? childrenNamed(childNamed(server, "cors"), "add") : [];
  if (rules.length === 0) return custom === null ? [] : [custom];
  return alikeRules(rules).map((alike) => {
    const { layers, ...rest } = ruleBlock(alike, scope);
    return { ...rest, layers: custom === null ? layers : { is: "two", at: custom.at } };
  });
}

/** Elements of what is installed beside IIS, and could answer preflights. */
const addOns = ["cors", "rewrite"];

function isOn(cors: XmlNode | undefined): boolean {
  return cors?.attributes["enabled"]?.toLowerCase() === "true";
}

function switchedOff(server: XmlNode): readonly Finding[] {
  const cors = childNamed(server, "cors");
  if (cors === undefined || isOn(cors) || childrenNamed(cors, "add").length === 0) return [];
  const details = { value: "list of origins", write: 'write <cors enabled="true">' };
  return cors.attributes["enabled"] === undefined ? [createFinding("not-switched-on", cors.at, details)] : [];
}

/** Rules that differ in nothing but the origin. */
function alikeRules(rules: readonly XmlNode[]): readonly (readonly [XmlNode, ...XmlNode[]])[] {
  const alike = new Map<string, [XmlNode, ...XmlNode[]]>();
  for (const rule of rules) {
    const { origin: _origin, ...rest } = rule.attributes;
    const key = JSON.stringify([rest, rule.children.map(said)]);
    const group = alike.get(key);
    if (group === undefined) alike.set(key, [rule]);
    else group.push(rule);
  }
  return [...alike.values()];
}

/** A node without its place. */
function said({ name, attributes, children }: XmlNode): unknown {
  return [name, attributes, children.map(said)];
}

/** The module answers preflights before anybody asks for a password, and says what answers depend on. */
function ruleBlock(rules: readonly [XmlNode, ...XmlNode[]], scope: Scope): Block {
  const [first] = rules;
  const { attributes, at } = first;
  const credentials = attributes["allowCredentials"]?.toLowerCase() === "true";
  const names = (list: string, attribute: string): readonly string[] =>
    childrenNamed(childNamed(first, list), "add").flatMap((one) => one.attributes[attribute] ?? []);
  const repeats = childNamed(first, "allowHeaders")?.attributes["allowAllRequestedHeaders"]?.toLowerCase() === "true";
  const maxAge = attributes["maxAge"] ?? "";
  return block({
    at,
    scope,
    origins: rules.map(originRule),
    credentials,
    methods: wordsOf(names("allowMethods", "method")),
    requestHeaders: repeats ? repeatedHeaders(credentials) : wordsOf(names("allowHeaders", "header")),
    exposedHeaders: wordsOf(names("exposeHeaders", "header")),
    maxAge: /^\d+$/.test(maxAge) ? Number(maxAge) : null,
    vary: { is: "always" },
    preflight: {
      answered: { is: "preflights" },
      granted: { is: true },
      afterAuthentication: { is: false },
    },
  });
}

function originRule({ attributes, at }: XmlNode): OriginRule {
  const origin = attributes["origin"] ?? "";
  const rule = patternRule(origin, at, "many");
  return rule.kind === "exact" && origin.includes("*") ? expressionOfGlob(origin, at) : rule;
}

function customHeaders(server: XmlNode): readonly HeaderLine[] {
  return childrenNamed(childNamed(server, "httpProtocol", "customHeaders"), "add").map(({ attributes, at }) => ({
    name: attributes["name"] ?? "",
    value: attributes["value"] ?? "",
    at,
  }));
}

/** Rules of URL Rewrite can set any header. */
function rewritten(server: XmlNode): readonly Unseen[] {
  const rules = childrenNamed(childNamed(server, "rewrite", "outboundRules"), "rule");
  const setting = rules.filter((rule) =>
    /^RESPONSE_Access[-_]Control/i.test(childNamed(rule, "match")?.attributes["serverVariable"] ?? ""),
  );
  return setting.map(({ at }) => ({ ...at, why: "An outbound rule sets CORS headers, which is not read here." }));
}
