import { block } from "../../block.ts";
import type { Block, OriginRule } from "../../block.ts";
import { textOf } from "../braces/listed.ts";
import { namesIn, repeatedHeaders, wordsOf } from "../names.ts";
import type { Constants } from "../source/constants.ts";
import type { SourceText } from "../source/source-text.ts";
import { callsIn } from "../source/values.ts";
import type { FoundCall } from "../source/values.ts";
import type { Note } from "./cors-policies.ts";

/**
 * `[EnableCors(origins: "https://a.test", headers: "*", methods: "*")]` and `new EnableCorsAttribute("*", "*", "*")` of Web
 * API, before ASP.NET Core. Beside credentials, any origin is whoever asks.
 *
 * @see https://learn.microsoft.com/en-us/aspnet/web-api/overview/security/enabling-cross-origin-requests-in-web-api
 */
export function readEnableCors(source: SourceText, constants: Constants, note: Note): readonly Block[] {
  const calls = callsIn(source).filter(({ name }) => /(?:^|\.)EnableCors(?:Attribute)?$/.test(name));
  // With a name alone, it is that of a policy of ASP.NET Core.
  return calls.filter(isWhole).map((call) => attributeBlock(call, source, constants, note));
}

function isWhole({ values, keywords }: FoundCall): boolean {
  return values.length >= 3 || keywords.has("origins");
}

function attributeBlock(call: FoundCall, source: SourceText, constants: Constants, note: Note): Block {
  const { at, values, keywords, index } = call;
  const given = (name: string, place: number): readonly string[] => {
    const value = keywords.get(name) ?? values[place];
    const text = value === undefined ? "" : textOf(constants.resolve(value));
    if (text === null) note(value!.at, `What ${name} is given is not told by this file alone.`);
    return namesIn(text ?? "");
  };
  const origins = given("origins", 0);
  // `new EnableCorsAttribute(…) { SupportsCredentials = true }`
  const behind = source.tokens.slice(index).findIndex(({ text }) => text === ";" || text === "]");
  const until = source.tokens[index + Math.max(behind, 0)]!;
  const credentials = /\bSupportsCredentials\s*=\s*true\b/.test(source.raw(source.tokens[index]!.start, until.end));
  const headers = given("headers", 1);
  const methods = given("methods", 2);
  return block({
    at,
    scope: { kind: "all" },
    origins: origins.map((origin): OriginRule => {
      if (origin !== "*") return { kind: "exact", origin, at };
      return { kind: credentials ? "repeated" : "any", at };
    }),
    credentials,
    methods: methods.includes("*") ? "repeated" : methods,
    requestHeaders: headers.includes("*") ? repeatedHeaders(credentials) : headers,
    exposedHeaders: wordsOf(given("exposedHeaders", 3)),
    vary: { is: "never", at, write: 'write Response.Headers.Append("Vary", "Origin") whatever the origin is' },
    preflight: { answered: { is: "preflights" }, granted: { is: true }, afterAuthentication: { is: "unknown" } },
  });
}
