import type { CallExpression, Node } from "@babel/types";
import type { Header } from "concors/protocol";
import { get } from "concors/protocol";
import { UsageError } from "../../usage-error.ts";
import { asText, calleeOf, DynamicValue } from "./literal-value.ts";
import type { LiteralReader, LiteralRecord, LiteralValue } from "./literal-value.ts";
import { bodyOf } from "./snippet-body.ts";
import type { GivenBody } from "./snippet-body.ts";
import { propertiesOf } from "./snippet-properties.ts";
import type { Variables } from "./variables.ts";

/** What a call of axios or of jQuery, or an XMLHttpRequest, asks for. */
export interface LibraryCall {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly Header[];
  readonly body: GivenBody;
  readonly withCredentials: boolean;
  readonly remarks: readonly string[];
}

/** What a call is of: how it asks, and what an instance of axios was made with. */
interface Callee {
  readonly kind: "axios" | "jquery" | "xhr";
  /** The last part of its name. */
  readonly name: string;
  /** What it is a method of. */
  readonly of: string;
  readonly defaults: Node | null;
}

function calleeIn({ callee }: CallExpression, variables: Variables): Callee | null {
  const whole = calleeOf(callee);
  const [, of = "", name = ""] = /^([\w$]+)(?:\.(\w+))?$/.exec(whole) ?? [];
  if (/^(?:\$|jQuery)$/.test(of))
    return /^(?:ajax|get|getJSON|post)$/.test(name) ? { kind: "jquery", name, of, defaults: null } : null;
  if (/^axios$/i.test(of)) return axiosVerb.test(name) ? { kind: "axios", name, of, defaults: null } : null;
  const made = variables.valueOf(of);
  if (made?.type === "NewExpression" && calleeOf(made.callee) === "XMLHttpRequest") {
    return name === "open" ? { kind: "xhr", name, of, defaults: null } : null;
  }
  const isInstance = made?.type === "CallExpression" && calleeOf(made.callee) === "axios.create";
  return isInstance && axiosVerb.test(name) ? { kind: "axios", name, of, defaults: made.arguments[0] ?? null } : null;
}

const axiosVerb = /^(?:|request|get|delete|head|options|post|put|patch)$/;

/** Whether it is a call of a function that asks by XMLHttpRequest. */
export function isLibraryCall(call: CallExpression, variables: Variables): boolean {
  return calleeIn(call, variables) !== null;
}

/**
 * Reads a call of a function that asks by XMLHttpRequest; null if it is none.
 *
 * @throws DynamicValue if a part of it is only known when the program runs
 */
export function libraryCall(call: CallExpression, reader: LiteralReader, variables: Variables): LibraryCall | null {
  const callee = calleeIn(call, variables);
  switch (callee?.kind) {
    case "axios":
      return axiosCall(callee, call, reader);
    case "jquery":
      return jQueryCall(callee.name, call, reader);
    case "xhr":
      return xhrCall(callee.of, call, reader, variables);
    default:
      return null;
  }
}

function axiosCall(
  { defaults, name }: Callee,
  { arguments: given }: CallExpression,
  reader: LiteralReader,
): LibraryCall {
  const verb = name === "" ? "request" : name;
  const takesData = /^(?:post|put|patch)$/.test(verb);
  const hasUrl =
    verb !== "request" || (given[0] !== undefined && reader.resolved(given[0]).type !== "ObjectExpression");
  const own = given[hasUrl ? (takesData ? 2 : 1) : 0];
  const config = new Map(
    [defaults, own ?? null].flatMap((node) => (node === null ? [] : [...propertiesOf(node, reader)])),
  );
  const address = hasUrl ? given[0] : config.get("url");
  const url = address === undefined ? "" : asText(reader.value(address, ["the URL"]));
  const base = config.get("baseURL");
  const method = verb === "request" ? (textOf(config.get("method"), reader, "method") ?? "get") : verb;
  const headers = headersOf(config.get("headers"), reader);
  if (get(headers, "Accept") === null) headers.push(["Accept", "application/json, text/plain, */*"]);
  const auth = config.get("auth");
  if (auth !== undefined) {
    const { password, username } = reader.value(auth, ["auth"]) as LiteralRecord;
    headers.push([
      "Authorization",
      `Basic ${Buffer.from(`${asText(username)}:${asText(password)}`).toString("base64")}`,
    ]);
  }
  const body = bodyOf(takesData ? given[1] : config.get("data"), reader, "json");
  return {
    url: base === undefined ? url : joined(asText(reader.value(base, ["baseURL"])), url),
    method: method.toUpperCase(),
    headers,
    body,
    withCredentials: isTrue(config.get("withCredentials"), reader),
    remarks: [],
  };
}

function joined(base: string, url: string): string {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(url) ? url : `${base.replace(/\/+$/, "")}/${url.replace(/^\/+/, "")}`;
}

function jQueryCall(name: string, { arguments: given }: CallExpression, reader: LiteralReader): LibraryCall {
  const [first, second] = given;
  const isAjax = name === "ajax";
  const hasUrl = !isAjax || (first !== undefined && reader.resolved(first).type !== "ObjectExpression");
  const own = isAjax ? (hasUrl ? second : first) : undefined;
  const settings = own === undefined ? new Map<string, Node>() : propertiesOf(own, reader);
  const address = hasUrl ? first : settings.get("url");
  const url = address === undefined ? "" : asText(reader.value(address, ["the URL"]));
  if (textOf(settings.get("dataType"), reader, "dataType") === "jsonp" || /[?&]\w+=\?(?:&|$)/.test(url)) {
    throw new UsageError("--fetch: JSONP loads a script, without CORS: give its URL, with --as script.");
  }
  const asked = textOf(settings.get("method") ?? settings.get("type"), reader, "method");
  const method = (asked ?? (name === "post" ? "POST" : "GET")).toUpperCase();
  const headers = headersOf(settings.get("headers"), reader);
  // A GET has its data in the URL.
  const data =
    method === "GET" || method === "HEAD" ? undefined : (settings.get("data") ?? (isAjax ? undefined : second));
  const body = bodyOf(data, reader, "form");
  const contentType = settings.get("contentType");
  const type = contentType === undefined ? null : reader.value(contentType, ["contentType"]);
  const fields = settings.get("xhrFields");
  return {
    url,
    method,
    headers,
    body: typeof type === "string" && data !== undefined ? { ...body, type } : body,
    withCredentials: fields !== undefined && isTrue(propertiesOf(fields, reader).get("withCredentials"), reader),
    remarks: settings.has("beforeSend") ? ["beforeSend is not read: give the headers that it sets with -H."] : [],
  };
}

function xhrCall(of: string, call: CallExpression, reader: LiteralReader, variables: Variables): LibraryCall {
  const [method, url] = call.arguments;
  const headers = variables.callsOn(of, /^setRequestHeader$/).map(({ arguments: [name, value] }): Header => {
    const text = name === undefined ? "" : asText(reader.value(name, ["headers"]));
    return [text, value === undefined ? "" : asText(reader.value(value, ["headers", text]))];
  });
  const [sent] = variables.callsOn(of, /^send$/);
  return {
    url: url === undefined ? "" : asText(reader.value(url, ["the URL"])),
    method: method === undefined ? "GET" : asText(reader.value(method, ["method"])),
    headers,
    body: bodyOf(sent?.arguments[0], reader, "text"),
    withCredentials: isTrue(variables.setOn(of, "withCredentials") ?? undefined, reader),
    remarks: [],
  };
}

function headersOf(node: Node | undefined, reader: LiteralReader): Header[] {
  if (node === undefined) return [];
  const value = reader.value(node, ["headers"]);
  const pairs = (
    Array.isArray(value) ? value : Object.entries((value ?? {}) as LiteralRecord)
  ) as readonly (readonly LiteralValue[])[];
  // axios groups what is for all methods: that is none of a request.
  return pairs
    .filter(([, text]) => typeof text !== "object")
    .map(([name, text]): Header => [asText(name), asText(text)]);
}

function textOf(node: Node | undefined, reader: LiteralReader, name: string): string | null {
  return node === undefined ? null : asText(reader.value(node, [name]));
}

function isTrue(node: Node | undefined, reader: LiteralReader): boolean {
  if (node === undefined) return false;
  const value = reader.value(node, ["withCredentials"]);
  if (typeof value !== "boolean") throw new DynamicValue(node, ["withCredentials"]);
  return value;
}
