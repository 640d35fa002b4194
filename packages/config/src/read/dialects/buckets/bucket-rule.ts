import { block } from "../../block.ts";
import type { Block, HeaderWords, OriginRule } from "../../block.ts";
import { expressionOfGlob } from "../../expression/written-otherwise.ts";
import type { Place } from "../../finding.ts";
import type { Told, Unseen } from "../../reading.ts";
import { headersOrRepeated, wordsOf } from "../names.ts";

/** One rule of a bucket, in whatever form it was written. */
export interface BucketRule {
  readonly at: Place;
  readonly origins: readonly PlacedText[];
  readonly methods: readonly string[];
  readonly requestHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
  readonly maxAge: number | null;
}

export interface PlacedText {
  readonly text: string;
  readonly at: Place;
}

/** What the rules of one service have in common. */
export interface BucketKind {
  /** Whether it is documented that `*` in an origin stands for any characters. */
  readonly documentsGlobs: boolean;
  /** Whether whoever is listed may send credentials. */
  readonly credentials: boolean;
  readonly vary: Block["vary"];
  readonly target?: Block["target"];
  /** Whether `*` in a list of headers is answered with those that were asked for. */
  readonly repeatsHeaders: boolean;
}

/** What the rules of a bucket do. Those that differ in nothing but their origins are one. */
export function readBucket(rules: readonly BucketRule[], kind: BucketKind): Told {
  const alike = new Map<string, BucketRule>();
  for (const rule of rules) {
    const { origins, methods, requestHeaders, exposedHeaders, maxAge } = rule;
    const key = JSON.stringify([isOpen(rule), methods, requestHeaders, exposedHeaders, maxAge]);
    const first = alike.get(key) ?? { ...rule, origins: [] };
    alike.set(key, { ...first, origins: [...first.origins, ...origins] });
  }
  return {
    blocks: [...alike.values()].map((rule) => bucketBlock(rule, kind)),
    unseen: kind.documentsGlobs ? [] : rules.flatMap(globsOf),
    findings: [],
  };
}

function globsOf({ origins }: BucketRule): readonly Unseen[] {
  return origins
    .filter(({ text }) => text !== "*" && text.includes("*"))
    .map(({ text, at }) => ({ ...at, why: `It is not documented what the * of ${text} stands for: try it.` }));
}

function isOpen({ origins }: BucketRule): boolean {
  return origins.some(({ text }) => text === "*");
}

function bucketBlock(rule: BucketRule, kind: BucketKind): Block {
  const { at, methods, exposedHeaders, maxAge } = rule;
  const credentials = kind.credentials && !isOpen(rule);
  return block({
    at,
    scope: { kind: "all" },
    target: kind.target,
    origins: globOrigins(rule.origins),
    credentials,
    methods: wordsOf(methods),
    requestHeaders: headersOf(rule, kind, credentials),
    exposedHeaders: wordsOf(exposedHeaders),
    maxAge,
    vary: { ...kind.vary, at },
    upstream: { is: "none" },
    preflight: {
      answered: { is: "preflights" },
      granted: { is: true },
      afterAuthentication: { is: false },
    },
  });
}

function headersOf({ requestHeaders }: BucketRule, { repeatsHeaders }: BucketKind, credentials: boolean): HeaderWords {
  return repeatsHeaders ? headersOrRepeated(requestHeaders, credentials) : wordsOf(requestHeaders);
}

/** Who may read, where `*` in an origin stands for any characters, and alone for any origin. */
export function globOrigins(origins: readonly PlacedText[]): readonly OriginRule[] {
  const open = origins.find(({ text }) => text === "*");
  if (open !== undefined) return [{ kind: "any", at: open.at }];
  const texts = origins.map(({ text }) => text);
  return origins.flatMap(({ text, at }): readonly OriginRule[] => {
    // `https://a.test` and `https://a.test:*` are one entry of a policy.
    if (texts.includes(`${text}:*`)) return [];
    if (!text.includes("*")) return [{ kind: "exact", origin: text, at }];
    if (!text.endsWith(":*")) return [expressionOfGlob(text, at)];
    const host = text.slice(0, -2);
    const { source, ...glob } = expressionOfGlob(host, at);
    const port = texts.includes(host) ? "(:[0-9]+)?" : ":[0-9]+";
    return [{ ...glob, source: `${source}${port}`, original: text }];
  });
}
