import type { Block, Scope } from "../../block.ts";
import {
  areAlike,
  entriesAt,
  isTrueAt,
  itemsAt,
  scalarAt,
  scalarsAt,
  textAt,
  textsAt,
  valueAt,
} from "../../data/data.ts";
import type { Data } from "../../data/data.ts";
import { headerBlock } from "../header-block.ts";
import type { HeaderLine } from "../header-block.ts";
import { pathScope, withoutGuards } from "../path-scope.ts";
import type { DocumentKind } from "./document.ts";
import { envoyBlock } from "./envoy-policy.ts";
import type { EnvoyMatcher } from "./envoy-policy.ts";

/**
 * What a VirtualService says.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export const istio: DocumentKind = {
  is: isService,
  read: (document, _notes, all) => {
    const routes = all.filter(isService).flatMap((service) => itemsAt(service, "spec", "http"));
    // What is not routed has no policy: one that all routes share is for all paths.
    const isOne = areAlike(routes.map((route) => valueAt(route, "corsPolicy")));
    const blocks = itemsAt(document, "spec", "http").flatMap((route) => {
      const cors = valueAt(route, "corsPolicy");
      const lines = headerLines(route);
      const scopes: readonly Scope[] = isOne && cors !== undefined ? [{ kind: "all" }] : scopesOf(route);
      return scopes.flatMap((scope): readonly Block[] => {
        if (cors !== undefined) return [corsBlock(cors, scope, lines)];
        const fixed = headerBlock(lines, { scope, preflight: passed });
        return fixed === null ? [] : [fixed];
      });
    });
    return withoutGuards(blocks);
  },
};

function isService(document: Data): boolean {
  return textAt(document, "kind") === "VirtualService";
}

const passed: Block["preflight"] = {
  answered: { is: "passed", write: "write a corsPolicy" },
  granted: { is: "unknown" },
  afterAuthentication: { is: "unknown" },
};

function corsBlock(cors: Data, scope: Scope, lines: readonly HeaderLine[]): Block {
  return envoyBlock({
    at: cors.at,
    scope,
    matchers: [...itemsAt(cors, "allowOrigins").flatMap(matcherOf), ...oldOrigins(cors)],
    credentials: isTrueAt(cors, "allowCredentials"),
    methods: textsAt(cors, "allowMethods"),
    requestHeaders: textsAt(cors, "allowHeaders"),
    exposedHeaders: textsAt(cors, "exposeHeaders"),
    maxAge: seconds(textAt(cors, "maxAge")),
    lines,
    write: "write headers: { response: { add: { Vary: Origin } } } beside corsPolicy",
  });
}

function matcherOf(origin: Data): readonly EnvoyMatcher[] {
  return (["exact", "prefix", "regex"] as const).flatMap((kind) => {
    const said = scalarAt(origin, kind);
    return said === undefined ? [] : [{ kind, said, ignoresCase: false }];
  });
}

/** `allowOrigin`, which was a list of texts. */
function oldOrigins(cors: Data): readonly EnvoyMatcher[] {
  return scalarsAt(cors, "allowOrigin").map((said) => ({ kind: "exact", said, ignoresCase: false }));
}

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** `24h`, `1h30m`, `7200s` */
function seconds(text: string | undefined): number | null {
  if (text === undefined || !/^(?:\d+(?:\.\d+)?(?:h|m|s|ms))+$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  return Math.floor(parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (units[unit] ?? 0.001), 0));
}

function headerLines(route: Data): readonly HeaderLine[] {
  return ["set", "add"].flatMap((how) =>
    entriesAt(route, "headers", "response", how).map(([name, { keyAt, value }]) => ({
      name,
      value: textAt(value) ?? "",
      at: keyAt,
    })),
  );
}

function scopesOf(route: Data): readonly Scope[] {
  const matches = itemsAt(route, "match");
  if (matches.length === 0) return [{ kind: "all" }];
  const scopes = matches.map((match): Scope => {
    const [[kind, uri] = []] = entriesAt(match, "uri");
    const path = textAt(uri?.value) ?? "/";
    const others = entriesAt(match)
      .map(([name]) => name)
      .filter((name) => name !== "uri" && name !== "name");
    if (others.length > 0) return { kind: "other", text: `${path} by ${others.join(", ")}` };
    if (kind === "regex" || isTrueAt(match, "ignoreUriCase")) return { kind: "other", text: path };
    return pathScope(kind === "exact" ? "exact" : "prefix", path);
  });
  // A path, and all below it: a prefix alone would be of characters.
  const prefixes = new Set(scopes.flatMap((scope) => (scope.kind === "prefix" ? [scope.path] : [])));
  return scopes.filter((scope) => scope.kind !== "exact" || !prefixes.has(scope.path));
}
