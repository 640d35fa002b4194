import { block } from "../../block.ts";
import type { Aspect, Block, OriginRule, Scope } from "../../block.ts";
import { createFinding } from "../../create-finding.ts";
import { entriesAt, itemsAt, scalarAt, textAt } from "../../data/data.ts";
import type { Data, DataScalar } from "../../data/data.ts";
import { patternRule } from "../../expression/pattern-rule.ts";
import { inertHeader } from "../../../targets/header-words.ts";
import { namesIn, wordsOf } from "../names.ts";
import { pathScope } from "../path-scope.ts";
import type { DocumentKind, Notes } from "./document.ts";

const prefix = "nginx.ingress.kubernetes.io/";

/**
 * Annotations of ingress-nginx. Whatever is left out has a default, and what is not understood is taken for left out.
 *
 * @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/internal/ingress/annotations/cors/main.go
 */
export const ingressNginx: DocumentKind = {
  is: (document) =>
    entriesAt(document, "metadata", "annotations").some(
      ([name]) => name === `${prefix}enable-cors` || name.startsWith(`${prefix}cors-`),
    ),
  read: (document, notes, all) => {
    const said = new Annotations(document);
    const enabled = said.get("enable-cors");
    if (!isTrue(enabled?.text)) {
      const [[name, entry] = []] = entriesAt(document, "metadata", "annotations").filter(([key]) =>
        key.startsWith(`${prefix}cors-`),
      );
      if (enabled === undefined && name !== undefined && entry !== undefined)
        notes.findings.push(createFinding("not-switched-on", entry.keyAt, { value: name, write }));
      return [];
    }
    const at = enabled!.at;
    const credentials = said.get("cors-allow-credentials");
    const maxAge = said.get("cors-max-age")?.text ?? "";
    const policy = {
      at,
      target: { name: "ingress-nginx", hasOtherWords: said.snippets.length > 0 },
      origins: originsOf(said.get("cors-allow-origin"), at, notes),
      credentials: !isFalse(credentials?.text),
      methods: said.names("cors-allow-methods", valid.methods, defaults.methods, notes),
      requestHeaders: said.names("cors-allow-headers", valid.requestHeaders, defaults.requestHeaders, notes),
      exposedHeaders: wordsOf(said.names("cors-expose-headers", valid.exposedHeaders, [], notes)),
      maxAge: /^\d+$/.test(maxAge) ? Number(maxAge) : defaults.maxAge,
      vary: varyOf(said, at),
      errors: { is: "kept" },
      preflight: {
        answered: { is: "every-options", at, write: byHand },
        granted: { is: true },
        afterAuthentication: { is: false },
      },
    } satisfies Partial<Block>;
    return scopesOf(document, all).map((scope) => block({ ...policy, scope }));
  },
};

const write = `write ${prefix}enable-cors: "true"`;
const byHand = "set the headers in the snippet, without the switch";

/** What is done without the annotations. */
const defaults = {
  methods: ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"],
  requestHeaders: [
    "DNT",
    "Keep-Alive",
    "User-Agent",
    "X-Requested-With",
    "If-Modified-Since",
    "Cache-Control",
    "Content-Type",
    "Range",
    "Authorization",
  ],
  /** Twenty days. */
  maxAge: 1_728_000,
} as const;

/**
 * What annotations have to be: the controller's expressions, written so that no text takes long. Of origins, each between
 * commas and without spaces; if one is not, every origin is allowed.
 */
const valid = {
  origin: /^(?:(?:[A-Za-z\d.-]|\*\.|:\d|(?<=[a-z]):\/\/)*|\*)$/,
  methods: /^[A-Za-z]+(?:(?:,\s?|\s)[A-Za-z]+)*(?:,\s?|\s)?$/,
  requestHeaders: /^[\w\-, ]+$/,
  exposedHeaders: /^[\w*-]+(?:(?:,\s?|\s)[\w*-]+)*(?:,\s?|\s)?$/,
} as const;

class Annotations {
  readonly #document: Data;

  constructor(document: Data) {
    this.#document = document;
  }

  get(name: string): DataScalar | undefined {
    return scalarAt(this.#document, "metadata", "annotations", `${prefix}${name}`);
  }

  /** Lines for nginx, in which everything could be said; whoever runs the controller has to allow them. */
  get snippets(): readonly string[] {
    return ["configuration-snippet", "server-snippet"].flatMap((name) => this.get(name)?.text ?? []);
  }

  /** A list of names, or what is taken in its place. */
  names(name: string, expression: RegExp, otherwise: readonly string[], notes: Notes): readonly string[] {
    const value = this.get(name);
    if (value === undefined) return otherwise;
    if (expression.test(value.text)) return namesIn(value.text).filter((one) => one !== inertHeader);
    notes.note(value.at, `ingress-nginx does not understand ${name}, and takes what it does without.`);
    return otherwise;
  }
}

/** As Go reads flags. */
function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(?:1|t|true)$/i.test(text);
}

function isFalse(text: string | undefined): boolean {
  return text !== undefined && /^(?:0|f|false)$/i.test(text);
}

function originsOf(said: DataScalar | undefined, at: OriginRule["at"], { findings }: Notes): readonly OriginRule[] {
  if (said === undefined) return [{ kind: "any", at }];
  const pieces = said.text.replaceAll(/\s/g, "").split(",");
  if (!pieces.every((piece) => valid.origin.test(piece))) {
    findings.push(createFinding("falls-back-to-any-origin", said.at, { value: JSON.stringify(said.text) }));
    return [{ kind: "any", at: said.at }];
  }
  if (pieces.includes("*")) return [{ kind: "any", at: said.at }];
  return pieces.filter((piece) => piece !== "").map((piece) => patternRule(piece, said.at, "one"));
}

/** Nothing sends it but a snippet. */
function varyOf(said: Annotations, at: OriginRule["at"]): Aspect<"always" | "never"> {
  const says = said.snippets.some((snippet) => /\bvary\b[^;]*\borigin\b/i.test(snippet));
  return says ? { is: "always" } : { is: "never", at, write: 'write more_set_headers "Vary: Origin"; in the snippet' };
}

/** What is not served has no policy: one that all of them share is for all paths. */
function scopesOf(document: Data, all: readonly Data[]): readonly Scope[] {
  const ingresses = all.filter((one) => one === document || textAt(one, "kind") === "Ingress");
  const said = new Set(ingresses.map(corsAnnotations));
  const paths = itemsAt(document, "spec", "rules").flatMap((rule) => itemsAt(rule, "http", "paths"));
  const scopes = paths.map((path): Scope => {
    const kind = textAt(path, "pathType") === "Exact" ? "exact" : "prefix";
    return pathScope(kind, textAt(path, "path") ?? "/");
  });
  if (said.size === 1 || scopes.length === 0 || scopes.some((scope) => scope.kind === "all")) return [{ kind: "all" }];
  return scopes;
}

function corsAnnotations(document: Data): string {
  const said = entriesAt(document, "metadata", "annotations").flatMap(([name, { value }]) =>
    /\/(?:enable-cors$|cors-)/.test(name) ? [`${name}: ${textAt(value) ?? ""}`] : [],
  );
  return said.toSorted().join("\n");
}
