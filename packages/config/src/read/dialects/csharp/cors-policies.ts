import { block } from "../../block.ts";
import type { Block, OriginRule, Scope } from "../../block.ts";
import type { Place } from "../../finding.ts";
import { patternRule } from "../../expression/pattern-rule.ts";
import { branchingWords, isBranching } from "../braces/is-branching.ts";
import { listedValues, textOf } from "../braces/listed.ts";
import { repeatedHeaders, wordsOf } from "../names.ts";
import type { Constants } from "../source/constants.ts";
import type { SourceText } from "../source/source-text.ts";
import { ValueReader } from "../source/values.ts";
import type { Value } from "../source/values.ts";
import { testedOrigins } from "./tested-origins.ts";

export type Note = (at: Place, why: string) => void;

/** What is said of one policy: the calls of its builder. */
interface Policy {
  readonly at: Place;
  /** "" for the one without a name. */
  readonly name: string;
  readonly calls: Map<string, Call>;
  /** Where it begins, among the tokens. */
  readonly index: number;
  /** Whether it is decided while the program runs what of it is carried out. */
  isBranching: boolean;
}

interface Call {
  readonly values: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  readonly at: Place;
}

const settings: ReadonlySet<string> = new Set([
  "AllowAnyHeader",
  "AllowAnyMethod",
  "AllowAnyOrigin",
  "AllowCredentials",
  "SetIsOriginAllowed",
  "SetIsOriginAllowedToAllowWildcardSubdomains",
  "SetPreflightMaxAge",
  "WithExposedHeaders",
  "WithHeaders",
  "WithMethods",
  "WithOrigins",
]);

/**
 * The policies that a program builds for the CORS middleware.
 *
 * @see https://github.com/dotnet/aspnetcore/blob/v8.0.0/src/Middleware/CORS/src/Infrastructure/CorsPolicyBuilder.cs
 */
export function readPolicies(source: SourceText, constants: Constants, note: Note): readonly Block[] {
  const { tokens } = source;
  const policies: Policy[] = [];
  const used = new Set<string>();
  const begin = (index: number, name: string): void => {
    const { start, end } = tokens[index]!;
    policies.push({ at: source.place(start, end), name, calls: new Map(), index, isBranching: false });
  };
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== "name" || tokens[index + 1]?.text !== "(") continue;
    const method = text.split(".").at(-1)!;
    const call = new ValueReader(source, index).call();
    if (call === null) continue;
    const first = call.values[0] === undefined ? null : textOf(constants.resolve(call.values[0]));
    if (method === "AddPolicy") begin(index, first ?? "?");
    else if (method === "AddDefaultPolicy" || method === "CorsPolicyBuilder") begin(index, "");
    else if (method === "UseCors") {
      if (first !== null) used.add(first);
      // `UseCors(policy => policy.AllowAnyOrigin())`
      else if (/^[^=]*=>/.test(call.raw)) begin(index, "");
    } else if (settings.has(method)) {
      if (policies.length === 0) begin(index, "");
      const { start, end } = tokens[index]!;
      const policy = policies.at(-1)!;
      policy.isBranching ||= isBranching(source, policy.index, index);
      // The last of them is last in their order, too.
      policy.calls.delete(method);
      policy.calls.set(method, { ...call, at: source.place(start, end) });
    }
  }
  const said = policies.filter(({ calls }) => calls.size > 0);
  return said.map((policy) => policyBlock(policy, scopeOf(policy, said, used), source, constants, note));
}

/** Which paths a policy with a name is for is told somewhere else, unless there is no other, or the program uses it. */
function scopeOf({ name }: Policy, all: readonly Policy[], used: ReadonlySet<string>): Scope {
  if (all.length === 1 || name === "" || used.has(name)) return { kind: "all" };
  return { kind: "other", text: `The policy ${JSON.stringify(name)}` };
}

function policyBlock(policy: Policy, scope: Scope, source: SourceText, constants: Constants, note: Note): Block {
  const { at, calls } = policy;
  if (policy.isBranching) note(at, branchingWords);
  const listed = (name: string): readonly { readonly text: string; readonly at: Place }[] =>
    (calls.get(name)?.values ?? []).flatMap((value) =>
      listedValues(value, constants).flatMap((one) => {
        const text = textOf(one);
        if (text !== null) return [{ text, at: one.at }];
        note(one.at, name === "WithOrigins" ? untoldOrigins : `What ${name} is given is not told by this file alone.`);
        return [];
      }),
    );
  const names = (name: string): readonly string[] => listed(name).map(({ text }) => text);
  const credentials = calls.has("AllowCredentials");
  const origins = originsOf(policy, listed("WithOrigins"), source, constants, note);
  const headers = names("WithHeaders");
  const isAnyHeader = calls.has("AllowAnyHeader") || headers.includes("*");
  const methods = names("WithMethods");
  const age = calls.get("SetPreflightMaxAge");
  return block({
    at,
    scope,
    origins,
    credentials,
    methods: calls.has("AllowAnyMethod") || methods.includes("*") ? "repeated" : methods,
    requestHeaders: isAnyHeader ? repeatedHeaders(credentials) : headers,
    exposedHeaders: wordsOf(names("WithExposedHeaders")),
    maxAge: age === undefined ? null : secondsOf(age, note),
    vary: varyOf(source, calls, origins, at),
    preflight: { answered: { is: "preflights" }, granted: { is: true }, afterAuthentication: { is: "unknown" } },
  });
}

/** A test of the origin counts where origins are listed as well, unless one is called in the place of the other. */
const sayingOrigins: readonly string[] = ["AllowAnyOrigin", "SetIsOriginAllowed", "WithOrigins"];

const untoldOrigins = "Which origins may read is not told by this file alone.";

function originsOf(
  { calls, isBranching: isOneOfThem }: Policy,
  listed: readonly { readonly text: string; readonly at: Place }[],
  source: SourceText,
  constants: Constants,
  note: Note,
): readonly OriginRule[] {
  const said = [...calls.keys()].filter((name) => sayingOrigins.includes(name));
  const counts = (name: string): boolean => !isOneOfThem || said.at(-1) === name;
  const any = calls.get("AllowAnyOrigin");
  if (any !== undefined && counts("AllowAnyOrigin")) return [{ kind: "any", at: any.at }];
  const test = calls.get("SetIsOriginAllowed");
  if (test !== undefined && counts("SetIsOriginAllowed")) {
    const tested = testedOrigins(test, source, constants);
    if (tested === null) note(test.at, untoldOrigins);
    return tested ?? [];
  }
  const takesSubdomains = calls.has("SetIsOriginAllowedToAllowWildcardSubdomains");
  return listed.map(({ text, at }): OriginRule => {
    // It is written in lower case before it is compared.
    const origin = text.toLowerCase();
    if (takesSubdomains || origin === "*") return patternRule(origin, at, "many");
    return { kind: "exact", origin, at };
  });
}

/**
 * The framework says it where an origin is allowed that is one of several, and never for one alone.
 *
 * @see https://github.com/dotnet/aspnetcore/blob/v8.0.0/src/Middleware/CORS/src/Infrastructure/CorsService.cs
 */
function varyOf(
  { tokens }: SourceText,
  calls: ReadonlyMap<string, Call>,
  origins: readonly OriginRule[],
  at: Place,
): Block["vary"] {
  const isSaid = tokens.some(
    ({ kind, text }, index) => kind === "text" && text === "Vary" && tokens[index + 2]?.text === "Origin",
  );
  if (isSaid) return { is: "always" };
  const isTested = calls.has("SetIsOriginAllowed") || calls.has("SetIsOriginAllowedToAllowWildcardSubdomains");
  const write = "append it to every answer, by a middleware before this one";
  return { is: isTested || origins.length > 1 ? "sometimes" : "never", at, write };
}

const units: ReadonlyMap<string, number> = new Map([
  ["FromSeconds", 1],
  ["FromMinutes", 60],
  ["FromHours", 3600],
  ["FromDays", 86_400],
]);

/** `TimeSpan.FromMinutes(10)` */
function secondsOf({ values: [given], at }: Call, note: Note): number | null {
  const unit = given?.kind === "call" ? units.get(given.name.split(".").at(-1)!) : undefined;
  const [count] = given?.kind === "call" ? given.values : [];
  if (unit !== undefined && count?.kind === "number") return unit * count.number;
  note(at, "How long a preflight is remembered is not told by this file alone.");
  return null;
}
