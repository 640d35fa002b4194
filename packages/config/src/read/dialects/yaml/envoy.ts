import type { Block, Scope } from "../../block.ts";
import { createFinding } from "../../create-finding.ts";
import { entriesAt, isTrueAt, itemsAt, numberAt, scalarAt, scalarsAt, textAt, valueAt } from "../../data/data.ts";
import type { Data } from "../../data/data.ts";
import type { HeaderLine } from "../header-block.ts";
import { namesIn } from "../names.ts";
import { pathScope, withoutGuards } from "../path-scope.ts";
import type { DocumentKind } from "./document.ts";
import { envoyBlock } from "./envoy-policy.ts";
import type { EnvoyMatcher } from "./envoy-policy.ts";

/**
 * Policies of Envoy's CORS filter, wherever they stand: for a route, or for a virtual host.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/cors_filter
 */
export const envoy: DocumentKind = {
  is: (document) => nestedIn(document).some(({ data }) => isCorsFilter(data)) || placesIn(document).length > 0,
  read: (document, { findings }, all) => {
    const filters = all.flatMap((one) => nestedIn(one)).flatMap(({ data }) => itemsAt(data, "http_filters"));
    const blocks = placesIn(document).map(({ policy, around }): Block => {
      if (filters.length > 0 && !filters.some(isCorsFilter))
        findings.push(createFinding("not-switched-on", policy.at, { value: "policy of the CORS filter", write }));
      return corsBlock(policy, around);
    });
    return withoutGuards(blocks);
  },
};

const write = "put envoy.filters.http.cors before the router in http_filters";

function isCorsFilter(filter: Data): boolean {
  return /\benvoy\..*\bcors\b/i.test(
    `${textAt(filter, "name") ?? ""} ${textAt(filter, "typed_config", "@type") ?? ""}`,
  );
}

interface Nested {
  readonly data: Data;
  /** What it is in, from the inside out, itself first. */
  readonly around: readonly Data[];
}

function nestedIn(data: Data, outer: readonly Data[] = []): readonly Nested[] {
  const around = [data, ...outer];
  const inner = data.kind === "map" ? [...data.entries.values()].map(({ value }) => value) : [];
  const items = data.kind === "list" ? data.items : inner;
  return [{ data, around }, ...items.flatMap((item) => nestedIn(item, around))];
}

interface PolicyPlace {
  readonly policy: Data;
  readonly around: readonly Data[];
}

function placesIn(document: Data): readonly PolicyPlace[] {
  return nestedIn(document).flatMap(({ data, around }): readonly PolicyPlace[] => {
    const perFilter = entriesAt(data, "typed_per_filter_config").filter(([name]) => /^envoy\..*\bcors$/.test(name));
    const old = valueAt(data, "cors");
    const isOld = old !== undefined && entriesAt(old).some(([name]) => name.startsWith("allow_origin"));
    return [...perFilter.map(([, { value }]) => value), ...(isOld ? [old] : [])].map((policy) => ({ policy, around }));
  });
}

function corsBlock(policy: Data, around: readonly Data[]): Block {
  const names = (key: string): readonly string[] => namesIn(textAt(policy, key) ?? "");
  return envoyBlock({
    at: policy.at,
    scope: around.map(scopeOf).find((scope) => scope !== null) ?? { kind: "all" },
    matchers: [
      ...itemsAt(policy, "allow_origin_string_match").flatMap(matcherOf),
      ...scalarsAt(policy, "allow_origin").map((said) => ({ kind: "exact", said, ignoresCase: false }) as const),
      ...scalarsAt(policy, "allow_origin_regex").map((said) => ({ kind: "regex", said, ignoresCase: false }) as const),
    ],
    credentials: isTrueAt(policy, "allow_credentials"),
    methods: names("allow_methods"),
    requestHeaders: names("allow_headers"),
    exposedHeaders: names("expose_headers"),
    maxAge: numberAt(policy, "max_age"),
    lines: around.flatMap(headerLines),
    write: "add Vary: Origin by response_headers_to_add",
  });
}

function matcherOf(matcher: Data): readonly EnvoyMatcher[] {
  const ignoresCase = isTrueAt(matcher, "ignore_case");
  const expression = scalarAt(matcher, "safe_regex", "regex");
  const plain = (["exact", "prefix", "suffix", "contains"] as const).flatMap((kind) => {
    const said = scalarAt(matcher, kind);
    return said === undefined ? [] : [{ kind, said, ignoresCase }];
  });
  return expression === undefined ? plain : [{ kind: "regex", said: expression, ignoresCase: false }];
}

function headerLines(data: Data): readonly HeaderLine[] {
  return itemsAt(data, "response_headers_to_add").map((option) => ({
    name: textAt(option, "header", "key") ?? "",
    value: textAt(option, "header", "value") ?? "",
    at: option.at,
  }));
}

/** The paths of a route; null for what is none. */
function scopeOf(route: Data): Scope | null {
  const match = valueAt(route, "match");
  if (match?.kind !== "map") return null;
  const [first, ...others] = entriesAt(match);
  if (first === undefined) return null;
  const [kind, path] = first;
  const text = textAt(path.value) ?? textAt(path.value, "regex") ?? kind;
  if (others.length > 0) return { kind: "other", text };
  if (kind === "path") return pathScope("exact", text);
  return /^(?:path_separated_)?prefix$/.test(kind) ? pathScope("prefix", text) : { kind: "other", text };
}
