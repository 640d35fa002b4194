import type { CallExpression, Node } from "@babel/types";
import { isSecretHeader } from "@concors/explain";
import type { CredentialsMode, Header, RedirectMode, RequestMode } from "concors/protocol";
import { get } from "concors/protocol";
import { UsageError } from "../../usage-error.ts";
import type { GivenRequest } from "./given-request.ts";
import { askedForBy, originOf, readHeaders } from "./given-request.ts";
import type { LiteralRecord, LiteralValue } from "./literal-value.ts";
import { asText, calleeOf, DynamicValue, LiteralReader } from "./literal-value.ts";
import { isLibraryCall, libraryCall } from "./library-call.ts";
import { bodyOf } from "./snippet-body.ts";
import { propertiesOf } from "./snippet-properties.ts";
import { programOf } from "./snippet-source.ts";
import type { Variables } from "./variables.ts";
import { variablesOf } from "./variables.ts";

/**
 * Reads the first call of `fetch` in a piece of JavaScript or TypeScript, or of axios, jQuery or an XMLHttpRequest: one
 * that developer tools copied ("Copy as fetch"), or that somebody wrote. Nothing of it is run.
 *
 * @throws UsageError if there is none, or if a part of it is not written there
 */
export function parseFetch(source: string): GivenRequest {
  try {
    return readProgram(programOf(source));
  } catch (error) {
    throw error instanceof DynamicValue ? dynamicError(source, error) : error;
  }
}

function readProgram(program: Node): GivenRequest {
  const variables = variablesOf(program);
  const reader = new LiteralReader(variables);
  const call = callOf(program, variables);
  return isFetch(call) ? fetchRequest(program, call, reader) : libraryRequest(call, reader, variables);
}

function libraryRequest(call: CallExpression, reader: LiteralReader, variables: Variables): GivenRequest {
  const asked = libraryCall(call, reader, variables);
  if (asked === null || asked.url === "") throw new UsageError("--fetch: the call has no URL.");
  const { body, method, url, withCredentials } = asked;
  const headers = [...asked.headers];
  if (body.type !== null && get(headers, "Content-Type") === null) headers.push(["Content-Type", body.type]);
  const read = readHeaders(headers);
  return {
    ...read,
    url,
    method,
    body: body.text,
    ...(body.isKnown ? {} : { bodyIsUnknown: true }),
    isXhr: true,
    credentials: withCredentials ? "include" : null,
    mode: null,
    redirect: null,
    keepalive: false,
    insecure: false,
    resolve: [],
    remarks: [...read.remarks, ...asked.remarks, ...(body.isKnown ? [] : [unknownBody])],
  };
}

function fetchRequest(program: Node, call: CallExpression, reader: LiteralReader): GivenRequest {
  const { init, input } = partsOf(call, reader);
  const url = reader.value(input, ["the URL"]);
  if (typeof url !== "string") throw new UsageError("--fetch: the URL is not written as a text; write it in quotes.");
  const record: Record<string, LiteralValue> = {};
  // A signal, a cache mode and the like say nothing about CORS.
  for (const name of ["method", "headers", "credentials", "mode", "redirect", "keepalive", "referrer"]) {
    const node = init.get(name);
    if (node !== undefined) record[name] = reader.value(node, [name]);
  }
  const headers = headersOf(record["headers"]);
  const body = bodyOf(init.get("body"), reader, "text");
  if (body.type !== null && get(headers, "Content-Type") === null) headers.push(["Content-Type", body.type]);
  const read = readHeaders(headers);
  const method = textOf(record, "method");
  const asked = askedForBy(method, headers);
  return {
    ...read,
    ...(asked ?? { method }),
    url,
    body: body.text,
    ...(body.isKnown ? {} : { bodyIsUnknown: true }),
    remarks: [
      ...read.remarks,
      ...(asked?.remarks ?? []),
      ...(body.isKnown ? [] : [unknownBody]),
      ...(init.has("withCredentials") ? [noSuchOption] : []),
    ],
    from: read.from ?? originOf(textOf(record, "referrer")),
    // A copy has the cookies that a browser sent, and none sends them to another origin otherwise.
    credentials: (oneOf(record, "credentials", ["omit", "same-origin", "include"]) ??
      (read.cookies === null ? null : "include")) as CredentialsMode | null,
    mode: oneOf(record, "mode", ["cors", "no-cors", "same-origin"]) as RequestMode | null,
    redirect: oneOf(record, "redirect", ["follow", "error", "manual"]) as RedirectMode | null,
    keepalive: record["keepalive"] === true,
    readsBody: find(program, readsBody) !== null,
    insecure: false,
    resolve: [],
  };
}

const unknownBody = "The body is only known when the program runs: an empty one stands in its place.";

const noSuchOption =
  'withCredentials is an option of XMLHttpRequest: fetch ignores it, and has credentials: "include".';

interface Parts {
  readonly input: Node;
  readonly init: ReadonlyMap<string, Node>;
}

/** What a call of fetch, or of the Request in it, says. */
function partsOf({ arguments: [first, second] }: Pick<CallExpression, "arguments">, reader: LiteralReader): Parts {
  if (first === undefined) throw new UsageError("--fetch: fetch() has no URL.");
  const input = reader.resolved(first);
  const init = second === undefined ? new Map<string, Node>() : propertiesOf(second, reader);
  if (input.type !== "NewExpression" || calleeOf(input.callee) !== "Request") return { input: first, init };
  const inner = partsOf(input, reader);
  return { input: inner.input, init: new Map([...inner.init, ...init]) };
}

/** @throws UsageError if there is none */
function callOf(program: Node, variables: Variables): CallExpression {
  const call = find(program, (node) => isFetch(node) || isLibraryCall(node, variables));
  if (call === null) {
    throw new UsageError(
      '--fetch: there is no call of fetch in it, like fetch("https://api.example.com/items"), nor of axios, $.ajax or XMLHttpRequest.',
    );
  }
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

function dynamicError(source: string, { node, path }: DynamicValue): UsageError {
  const { end, loc, start } = node;
  const text = source.slice(start ?? 0, end ?? 0).replace(/\s+/g, " ");
  // The name of what has a secret is none; a text in it may be.
  const isSecret = isSecretHeader(path.at(-1) ?? "") && /["'`]/.test(text);
  const shown = isSecret ? "" : `: ${text.length > 60 ? `${text.slice(0, 59)}…` : text}`;
  const what = path.length === 0 ? "a part of the call" : path.join(".");
  return new UsageError(
    `--fetch: ${what} is only known when the program runs${shown} (line ${loc?.start.line ?? 1}); write its value there, or any text in its place.`,
  );
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
