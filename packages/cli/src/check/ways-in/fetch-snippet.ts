import { parse } from "@babel/parser";
import type { CallExpression, Node } from "@babel/types";
import { isSecretHeader } from "@concors/explain";
import type { CredentialsMode, Header, RedirectMode, RequestMode } from "concors/protocol";
import { get } from "concors/protocol";
import { UsageError } from "../../usage-error.ts";
import type { GivenRequest } from "./given-request.ts";
import { originOf, readHeaders } from "./given-request.ts";
import type { LiteralRecord, LiteralValue } from "./literal-value.ts";
import { asText, calleeOf, DynamicValue, literalValue } from "./literal-value.ts";

/**
 * Reads the first call of `fetch` in a piece of JavaScript or TypeScript: one that developer tools copied ("Copy as
 * fetch"), or that somebody wrote. Nothing of it is run.
 *
 * @throws UsageError if there is none, or if a part of it is not written there
 */
export function parseFetch(source: string): GivenRequest {
  const program = programOf(source);
  const call = fetchCallOf(program);
  const [input, second] = call.arguments;
  if (input === undefined) throw new UsageError("--fetch: fetch() has no URL.");
  const url = valueOf(source, input, ["the URL"]);
  if (typeof url !== "string") throw new UsageError("--fetch: the URL is not written as a text; write it in quotes.");
  const init = recordOf(second === undefined ? undefined : valueOf(source, second, []), "the second argument of fetch");
  const headers = headersOf(init["headers"]);
  const body = bodyOf(init["body"]);
  const type = bodyTypeOf(call);
  if (type !== null && get(headers, "Content-Type") === null) headers.push(["Content-Type", type]);
  const read = readHeaders(headers);
  return {
    ...read,
    url,
    method: textOf(init, "method"),
    body,
    from: read.from ?? originOf(textOf(init, "referrer")),
    credentials: oneOf(init, "credentials", ["omit", "same-origin", "include"]) as CredentialsMode | null,
    mode: oneOf(init, "mode", ["cors", "no-cors", "same-origin"]) as RequestMode | null,
    redirect: oneOf(init, "redirect", ["follow", "error", "manual"]) as RedirectMode | null,
    keepalive: init["keepalive"] === true,
    readsBody: find(program, readsBody) !== null,
    insecure: false,
    resolve: [],
  };
}

function programOf(source: string): Node {
  try {
    return parse(source, {
      sourceType: "unambiguous",
      allowAwaitOutsideFunction: true,
      allowReturnOutsideFunction: true,
      plugins: ["typescript"],
    }).program;
  } catch (error) {
    const { loc } = error as { loc?: { line: number; column: number } };
    const place = loc === undefined ? "" : ` (line ${loc.line}, column ${loc.column + 1})`;
    throw new UsageError(
      `--fetch: that is no JavaScript${place}; copy the whole call, from fetch( to its closing bracket.`,
    );
  }
}

/** @throws UsageError if there is none */
function fetchCallOf(program: Node): CallExpression {
  const call = find(program, isFetch);
  if (call === null)
    throw new UsageError('--fetch: there is no call of fetch in it, like fetch("https://api.example.com/items").');
  return call;
}

function isFetch({ callee }: CallExpression): boolean {
  return /^(?:(?:window|globalThis|self)\.)?fetch$/.test(calleeOf(callee));
}

/** A method of a response that gives what is in its body. */
function readsBody({ callee }: CallExpression): boolean {
  if (callee.type !== "MemberExpression" && callee.type !== "OptionalMemberExpression") return false;
  const { property } = callee;
  return property.type === "Identifier" && /^(?:arrayBuffer|blob|bytes|formData|json|text)$/.test(property.name);
}

/** The first call that is such a one, as they are written; null if none is. */
function find(node: Node, isIt: (call: CallExpression) => boolean): CallExpression | null {
  if (node.type === "CallExpression" && isIt(node)) return node;
  for (const value of Object.values(node) as unknown[]) {
    for (const child of [value].flat()) {
      if (typeof child !== "object" || child === null || !("type" in child)) continue;
      const found = find(child as Node, isIt);
      if (found !== null) return found;
    }
  }
  return null;
}

function valueOf(source: string, node: Node, path: readonly string[]): LiteralValue {
  try {
    return literalValue(node, path);
  } catch (error) {
    if (!(error instanceof DynamicValue)) throw error;
    const { end, loc, start } = error.node;
    const text = source.slice(start ?? 0, end ?? 0).replace(/\s+/g, " ");
    // The name of what has a secret is none; a text in it may be.
    const isSecret = isSecretHeader(error.path.at(-1) ?? "") && /["'`]/.test(text);
    const shown = isSecret ? "" : `: ${text.length > 60 ? `${text.slice(0, 59)}…` : text}`;
    const what = error.path.length === 0 ? "a part of the call" : error.path.join(".");
    throw new UsageError(
      `--fetch: ${what} is only known when the program runs${shown} (line ${loc?.start.line ?? 1}); write its value there, or any text in its place.`,
    );
  }
}

function recordOf(value: LiteralValue, what: string): LiteralRecord {
  if (value === undefined || value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as LiteralRecord;
  throw new UsageError(`--fetch: ${what} is no object.`);
}

function headersOf(value: LiteralValue): Header[] {
  const pairs = Array.isArray(value)
    ? (value as readonly (readonly LiteralValue[])[]).map(([name, text]) => [name, text] as const)
    : Object.entries(recordOf(value, "headers"));
  return pairs.map(([name, text]): Header => [asText(name), asText(text)]);
}

function bodyOf(value: LiteralValue): string | null {
  return value === undefined || value === null ? null : asText(value);
}

/** The type that a page's body brings with it, where it is no text. */
function bodyTypeOf({ arguments: [, init] }: CallExpression): string | null {
  if (init?.type !== "ObjectExpression") return null;
  for (const property of init.properties) {
    if (property.type !== "ObjectProperty" || property.key.type !== "Identifier" || property.key.name !== "body")
      continue;
    const isForm = property.value.type === "NewExpression" && calleeOf(property.value.callee) === "URLSearchParams";
    return isForm ? "application/x-www-form-urlencoded;charset=UTF-8" : null;
  }
  return null;
}

function textOf(init: LiteralRecord, name: string): string | null {
  const value = init[name];
  return typeof value === "string" ? value : null;
}

function oneOf(init: LiteralRecord, name: string, choices: readonly string[]): string | null {
  const value = init[name];
  if (value === undefined) return null;
  if (typeof value === "string" && choices.includes(value)) return value;
  throw new UsageError(`--fetch: ${name} is ${JSON.stringify(value)}; fetch takes ${choices.join(", ")}.`);
}
