import { block } from "../../block.ts";
import type { Block, OriginRule, Scope } from "../../block.ts";
import { compileExpression } from "../../expression/parse-expression.ts";
import { expressionOfPart } from "../../expression/written-otherwise.ts";
import type { Place } from "../../finding.ts";
import type { DataScalar } from "../../data/data.ts";
import { saysVaryOrigin } from "../header-block.ts";
import type { HeaderLine } from "../header-block.ts";
import { methodsOrRepeated, repeatedHeaders, wordsOf } from "../names.ts";

/** What Envoy's CORS filter is told, by Envoy's own configuration or by Istio's. */
export interface EnvoyPolicy {
  readonly at: Place;
  readonly scope: Scope;
  readonly matchers: readonly EnvoyMatcher[];
  readonly credentials: boolean;
  readonly methods: readonly string[];
  readonly requestHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
  readonly maxAge: number | null;
  /** What is set in answers beside it. */
  readonly lines: readonly HeaderLine[];
  /** How `Vary: Origin` is written. */
  readonly write: string;
}

export interface EnvoyMatcher {
  readonly kind: "exact" | "prefix" | "suffix" | "contains" | "regex";
  readonly said: DataScalar;
  readonly ignoresCase: boolean;
}

/**
 * What the filter does. A matcher that takes `*` takes every origin, and whoever asks is named in the answer; it sends no
 * `Vary` itself.
 *
 * @see https://github.com/envoyproxy/envoy/blob/001cbf1/source/extensions/filters/http/cors/cors_filter.cc
 */
export function envoyBlock(policy: EnvoyPolicy): Block {
  const { at, scope, credentials, maxAge, lines } = policy;
  return block({
    at,
    scope,
    origins: originsOf(policy),
    credentials,
    methods: isStar(policy.methods) ? methodsOrRepeated(policy.methods) : wordsOf(policy.methods),
    requestHeaders: isStar(policy.requestHeaders) ? repeatedHeaders(credentials) : wordsOf(policy.requestHeaders),
    exposedHeaders: wordsOf(policy.exposedHeaders),
    maxAge,
    vary: saysVaryOrigin(lines) ? { is: "always" } : { is: "never", at, write: policy.write },
    preflight: {
      answered: { is: "preflights" },
      granted: { is: true },
      afterAuthentication: { is: "unknown" },
    },
  });
}

/** One star is whatever was asked for; two are a list. */
function isStar(names: readonly string[]): boolean {
  return names.length === 1 && names[0] === "*";
}

function originsOf({ matchers, credentials }: EnvoyPolicy): readonly OriginRule[] {
  const open = matchers.find((matcher) => ruleTakes(matcher, "*"));
  if (open === undefined) return matchers.map(ruleOf);
  const { at } = open.said;
  return [credentials ? { kind: "repeated", at } : { kind: "any", echoed: true, at }];
}

function ruleOf({ kind, said, ignoresCase }: EnvoyMatcher): OriginRule {
  const { text, at } = said;
  if (kind === "exact") return { kind: "exact", origin: text, ignoresCase, at };
  if (kind === "regex")
    return {
      kind: "expression",
      source: text,
      whole: true,
      echo: "request",
      at,
      print: (source) => said.print(source),
    };
  const part = ({ prefix: "start", suffix: "end", contains: "anywhere" } as const)[kind];
  return { ...expressionOfPart(part, text, at), ignoresCase };
}

function ruleTakes(matcher: EnvoyMatcher, text: string): boolean {
  const rule = ruleOf(matcher);
  if (rule.kind === "exact") return rule.origin === text;
  return rule.kind === "expression" && compileExpression(rule)?.test(text) === true;
}
