import { block } from "../../block.ts";
import type { Block, OriginRule, Scope } from "../../block.ts";
import { expressionOfGlob } from "../../expression/written-otherwise.ts";
import type { Place } from "../../finding.ts";
import type { PlacedText } from "../buckets/bucket-rule.ts";
import { headersOrRepeated, methodsOrRepeated, wordsOf } from "../names.ts";
import { pathScope } from "../path-scope.ts";

/** What Spring is told for some paths, in code, in an annotation or in a file of settings. */
export interface SpringSettings {
  readonly at: Place;
  readonly scope: Scope;
  readonly origins: readonly PlacedText[];
  readonly patterns: readonly PlacedText[];
  readonly methods: readonly string[];
  readonly requestHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
  readonly credentials: boolean;
  readonly maxAge: number | null;
}

/** @see https://github.com/spring-projects/spring-framework/blob/v6.2.0/spring-web/src/main/java/org/springframework/web/cors/CorsConfiguration.java */
export function springBlock(settings: SpringSettings): Block {
  const { at, scope, origins, patterns, credentials, maxAge } = settings;
  return block({
    at,
    scope,
    origins: [...origins.map(originRule), ...patterns.map(patternRule)],
    credentials,
    methods: methodsOrRepeated(settings.methods),
    requestHeaders: headersOrRepeated(settings.requestHeaders, credentials),
    exposedHeaders: wordsOf(settings.exposedHeaders),
    maxAge,
    vary: { is: "always" },
    errors: { is: "unknown" },
    preflight: { answered: { is: "preflights" }, granted: { is: true }, afterAuthentication: { is: "unknown" } },
  });
}

/** A slash at the end is overlooked. */
function originRule({ text, at }: PlacedText): OriginRule {
  return text === "*" ? { kind: "any", at } : { kind: "exact", origin: text.replace(/\/$/, ""), at };
}

/** `*` is any characters, and alone whoever asks; `:[*]` is any port or none, and `:[80,81]` one of these. */
function patternRule({ text, at }: PlacedText): OriginRule {
  if (text === "*") return { kind: "repeated", at };
  const [, base = text, ports] = /^(.*):\[(\*|\d+(?:,\d+)*)\]$/.exec(text) ?? [];
  if (!base.includes("*") && ports === undefined) return originRule({ text, at });
  const glob = expressionOfGlob(base, at);
  const port = ports === undefined ? "" : ports === "*" ? "(:[0-9]+)?" : `:(?:${ports.replaceAll(",", "|")})`;
  return { ...glob, source: `${glob.source}${port}`, original: text };
}

/** `/**` is everything, and `/api/**` all below. */
export function springScope(path: string): Scope {
  const base = path.replace(/\/\*\*?$/, "");
  return pathScope(base === path ? "exact" : "prefix", base, path);
}
