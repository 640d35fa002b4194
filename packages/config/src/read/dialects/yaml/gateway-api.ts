import { block } from "../../block.ts";
import type { Block, OriginRule, Scope } from "../../block.ts";
import {
  areAlike,
  entriesAt,
  isTrueAt,
  itemsAt,
  numberAt,
  scalarsAt,
  textAt,
  textsAt,
  valueAt,
} from "../../data/data.ts";
import type { Data } from "../../data/data.ts";
import { patternRule } from "../../expression/pattern-rule.ts";
import { headerBlock, saysVaryOrigin } from "../header-block.ts";
import type { HeaderLine } from "../header-block.ts";
import { headersOrRepeated, methodsOrRepeated, wordsOf } from "../names.ts";
import { pathScope } from "../path-scope.ts";
import type { DocumentKind } from "./document.ts";

/**
 * The CORS filter of an HTTPRoute. Beside credentials, `*` is whatever was asked for.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter
 */
export const gatewayApi: DocumentKind = {
  is: isRoute,
  read: (document, _notes, all) => {
    const rules = all.filter(isRoute).flatMap((route) => itemsAt(route, "spec", "rules"));
    // What is not routed has no policy: one that all rules share is for all paths.
    const isOne = areAlike(rules.map((rule) => corsOf(rule)[0]));
    return itemsAt(document, "spec", "rules").flatMap((rule) => {
      const lines = itemsAt(rule, "filters").flatMap(headerLines);
      const cors = corsOf(rule);
      const scopes: readonly Scope[] = isOne && cors.length > 0 ? [{ kind: "all" }] : scopesOf(rule);
      return scopes.flatMap((scope): readonly Block[] => {
        if (cors.length > 0) return cors.map((one) => corsBlock(one, scope, lines));
        const fixed = headerBlock(lines, { scope, preflight: passed });
        if (fixed !== null) return [fixed];
        // Beside rules with a filter, one without is for paths of which nothing may be read.
        const isNobodys = scope.kind !== "all" && scope.kind !== "other" && rules.some((one) => corsOf(one).length > 0);
        return isNobodys ? [block({ at: rule.at, scope, isPart: true, origins: [] })] : [];
      });
    });
  },
};

function isRoute(document: Data): boolean {
  return /^(?:HTTP|GRPC)Route$/.test(textAt(document, "kind") ?? "");
}

function corsOf(rule: Data): readonly Data[] {
  return itemsAt(rule, "filters").flatMap((filter) => valueAt(filter, "cors") ?? []);
}

const passed: Block["preflight"] = {
  answered: { is: "passed", write: "use a filter of the type CORS" },
  granted: { is: "unknown" },
  afterAuthentication: { is: "unknown" },
};

function corsBlock(cors: Data, scope: Scope, lines: readonly HeaderLine[]): Block {
  const credentials = isTrueAt(cors, "allowCredentials");
  return block({
    at: cors.at,
    scope,
    origins: scalarsAt(cors, "allowOrigins").map(({ text, at }): OriginRule => {
      if (text === "*" && credentials) return { kind: "repeated", at };
      // `http*://…`, of older drafts, is left to be told wrong.
      return patternRule(text, at, "many");
    }),
    credentials,
    methods: methodsOrRepeated(textsAt(cors, "allowMethods")),
    requestHeaders: headersOrRepeated(textsAt(cors, "allowHeaders"), credentials),
    exposedHeaders: wordsOf(textsAt(cors, "exposeHeaders")),
    maxAge: numberAt(cors, "maxAge"),
    // Without a header of one's own, it is each gateway's to say.
    vary: { is: saysVaryOrigin(lines) ? "always" : "unknown" },
    preflight: {
      answered: { is: "preflights" },
      granted: { is: true },
      afterAuthentication: { is: "unknown" },
    },
  });
}

function headerLines(filter: Data): readonly HeaderLine[] {
  return ["set", "add"].flatMap((how) =>
    itemsAt(filter, "responseHeaderModifier", how).map((header) => ({
      name: textAt(header, "name") ?? "",
      value: textAt(header, "value") ?? "",
      at: header.at,
    })),
  );
}

function scopesOf(rule: Data): readonly Scope[] {
  const matches = itemsAt(rule, "matches");
  if (matches.length === 0) return [{ kind: "all" }];
  return matches.map((match) => {
    const others = entriesAt(match)
      .map(([name]) => name)
      .filter((name) => name !== "path");
    const path = textAt(match, "path", "value") ?? "/";
    if (others.length > 0) return { kind: "other", text: `${path} by ${others.join(", ")}` };
    const type = textAt(match, "path", "type") ?? "PathPrefix";
    if (type === "RegularExpression") return { kind: "other", text: path };
    return pathScope(type === "Exact" ? "exact" : "prefix", path);
  });
}
