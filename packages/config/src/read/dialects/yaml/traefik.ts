import { block } from "../../block.ts";
import type { Block, OriginRule, Scope } from "../../block.ts";
import { entriesAt, isTrueAt, itemsAt, numberAt, scalarsAt, textAt, textsAt, valueAt } from "../../data/data.ts";
import type { Data } from "../../data/data.ts";
import type { Patch } from "../../finding.ts";
import { before } from "../../text-lines.ts";
import { headerBlock } from "../header-block.ts";
import { methodsOrRepeated, wordsOf } from "../names.ts";
import { pathScope } from "../path-scope.ts";
import type { DocumentKind } from "./document.ts";

/**
 * The Headers middleware, in a file for the file provider or as an object of Kubernetes.
 *
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/headers/
 */
export const traefik: DocumentKind = {
  is: (document) => middlewaresOf(document).length > 0,
  read: (document, _notes, all) =>
    middlewaresOf(document).flatMap(({ name, headers }) => {
      const scopes = scopesOf(name, all);
      return scopes.flatMap((scope): readonly Block[] => {
        const found = hasCors(headers) ? corsBlock(headers, scope) : customBlock(headers, scope);
        return found === null ? [] : [found];
      });
    }),
};

interface Middleware {
  readonly name: string;
  readonly headers: Data;
}

function middlewaresOf(document: Data): readonly Middleware[] {
  const objects =
    textAt(document, "apiVersion")?.startsWith("traefik.") === true ? valueAt(document, "spec", "headers") : undefined;
  const inFile = entriesAt(document, "http", "middlewares").flatMap(([name, { value }]) => {
    const headers = valueAt(value, "headers");
    return headers === undefined ? [] : [{ name, headers }];
  });
  if (objects === undefined) return inFile;
  return [{ name: textAt(document, "metadata", "name") ?? "", headers: objects }, ...inFile];
}

function hasCors(headers: Data): boolean {
  return entriesAt(headers).some(([name]) => name.startsWith("accessControlAllowOriginList"));
}

/**
 * Beside credentials, `*` is whatever was asked for, of origins too. Expressions may match anywhere.
 *
 * @see https://github.com/traefik/traefik/blob/fd5a576/pkg/middlewares/headers/header.go
 */
function corsBlock(headers: Data, scope: Scope): Block {
  const credentials = isTrueAt(headers, "accessControlAllowCredentials");
  const methods = textsAt(headers, "accessControlAllowMethods");
  const requestHeaders = textsAt(headers, "accessControlAllowHeaders");
  const exposedHeaders = textsAt(headers, "accessControlExposeHeaders");
  const exact = scalarsAt(headers, "accessControlAllowOriginList").map(({ text, at }): OriginRule => {
    if (text !== "*") return { kind: "exact", origin: text, at };
    return credentials ? { kind: "repeated", at } : { kind: "any", at };
  });
  const expressions = scalarsAt(headers, "accessControlAllowOriginListRegex").map(
    ({ text, at, print }): OriginRule => ({ kind: "expression", source: text, echo: "request", at, print }),
  );
  return block({
    at: headers.at,
    scope,
    origins: [...exact, ...expressions],
    credentials,
    methods: credentials ? methodsOrRepeated(methods) : wordsOf(methods),
    requestHeaders: credentials && requestHeaders.includes("*") ? "repeated" : wordsOf(requestHeaders),
    exposedHeaders: credentials && exposedHeaders.includes("*") ? [] : wordsOf(exposedHeaders),
    maxAge: numberAt(headers, "accessControlMaxAge"),
    vary: isTrueAt(headers, "addVaryHeader")
      ? { is: "always" }
      : { is: "never", at: headers.at, write: "write addVaryHeader: true", patch: varyPatch(headers) },
    preflight: {
      answered: { is: "preflights" },
      granted: { is: true },
      afterAuthentication: { is: "unknown" },
    },
  });
}

/** A line of its own before the list, where a map has its keys in lines of their own. */
function varyPatch(headers: Data): Patch | undefined {
  const entries = entriesAt(headers);
  const first = entries.find(([name]) => name.startsWith("accessControlAllowOriginList"));
  if (first === undefined || entries.some(([name]) => name === "addVaryHeader")) return undefined;
  const [, { keyAt }] = first;
  const isBlock = entries.every(([, { keyAt: other }]) => other.span.column === keyAt.span.column);
  const lines = new Set(entries.map(([, { keyAt: other }]) => other.span.line));
  if (!isBlock || lines.size < entries.length || entries.length < 2) return undefined;
  return { span: before(keyAt).span, text: `addVaryHeader: true\n${" ".repeat(keyAt.span.column - 1)}` };
}

/** Headers of one's own; what is behind still answers preflights. */
function customBlock(headers: Data, scope: Scope): Block | null {
  const lines = entriesAt(headers, "customResponseHeaders").map(([name, { keyAt, value }]) => ({
    name,
    value: textAt(value) ?? "",
    at: keyAt,
  }));
  return headerBlock(lines, {
    scope,
    preflight: {
      answered: { is: "passed", write: "write accessControlAllowOriginList in place of customResponseHeaders" },
      granted: { is: "unknown" },
      afterAuthentication: { is: "unknown" },
    },
  });
}

/** The paths of the routers that a middleware is in; all if none of them is at hand. */
function scopesOf(name: string, all: readonly Data[]): readonly Scope[] {
  const inFiles = all.flatMap((one) => entriesAt(one, "http", "routers").map(([, { value }]) => value));
  const routes = all.flatMap((one) => itemsAt(one, "spec", "routes"));
  const rules = [...inFiles, ...routes]
    .filter((route) => itemsAt(route, "middlewares").some((one) => nameOf(one) === name))
    .map((route) => textAt(route, "rule") ?? textAt(route, "match") ?? "");
  const scopes = new Map(rules.map(scopeOfRule).map((scope) => [JSON.stringify(scope), scope]));
  return scopes.size === 0 ? [{ kind: "all" }] : [...scopes.values()];
}

/** `cors@file`, or the name of an object. */
function nameOf(middleware: Data): string {
  return (textAt(middleware) ?? textAt(middleware, "name") ?? "").replace(/@.*$/, "");
}

/** Of a rule that is for hosts and one path. */
function scopeOfRule(rule: string): Scope {
  const other: Scope = { kind: "other", text: rule };
  if (/\|\||!/.test(rule)) return other;
  const terms = rule.split("&&").map((term) => term.trim());
  const paths = terms.filter((term) => !/^Host(?:Regexp|SNI)?\(/.test(term));
  const [term] = paths;
  if (term === undefined || term === "") return { kind: "all" };
  const [, kind, path = ""] = /^(Path|PathPrefix)\([`"']([^`"',]*)[`"']\)$/.exec(term) ?? [];
  if (paths.length > 1 || kind === undefined) return other;
  return pathScope(kind === "Path" ? "exact" : "prefix", path, rule);
}
