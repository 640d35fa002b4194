import { block } from "../../block.ts";
import type { Block, OriginRule, Scope } from "../../block.ts";
import { createFinding } from "../../create-finding.ts";
import { isTrueAt, itemsAt, numberAt, scalarsAt, textAt, textsAt, valueAt } from "../../data/data.ts";
import type { Data, DataScalar } from "../../data/data.ts";
import { isPattern } from "../../expression/origin-syntax.ts";
import { createOriginMatch } from "../../../plan/create-plan.ts";
import { originExpression } from "../../../plan/origin-expression.ts";
import { inertHeader } from "../../../targets/header-words.ts";
import { repeatedHeaders, wordsOf } from "../names.ts";
import { pathScope } from "../path-scope.ts";
import type { DocumentKind, Notes } from "./document.ts";

/**
 * The cors plugin, in a declarative configuration or as an object of Kubernetes.
 *
 * @see https://developer.konghq.com/plugins/cors/reference/
 */
export const kong: DocumentKind = {
  is: (document) => pluginsOf(document).length > 0,
  read: (document, notes) =>
    pluginsOf(document).flatMap(({ plugin, scopes }) => {
      const isOff = textAt(plugin, "enabled") === "false" || isTrueAt(plugin, "disabled");
      return isOff ? [] : scopes.map((scope) => pluginBlock(plugin, scope, notes));
    }),
};

interface Plugin {
  readonly plugin: Data;
  readonly scopes: readonly Scope[];
}

function pluginsOf(document: Data): readonly Plugin[] {
  if (/^Kong(?:Cluster)?Plugin$/.test(textAt(document, "kind") ?? ""))
    return textAt(document, "plugin") === "cors" ? [{ plugin: document, scopes: [{ kind: "all" }] }] : [];
  const services = itemsAt(document, "services");
  const routes = [...itemsAt(document, "routes"), ...services.flatMap((service) => itemsAt(service, "routes"))];
  return [
    ...corsOf(document, [{ kind: "all" }]),
    ...services.flatMap((service) => corsOf(service, itemsAt(service, "routes").flatMap(scopesOf))),
    ...routes.flatMap((route) => corsOf(route, scopesOf(route))),
  ];
}

function corsOf(holder: Data, scopes: readonly Scope[]): readonly Plugin[] {
  return itemsAt(holder, "plugins")
    .filter((plugin) => textAt(plugin, "name") === "cors")
    .map((plugin): Plugin => {
      const [target] = ["route", "service"].flatMap((key) => textAt(plugin, key) ?? []);
      if (target !== undefined) return { plugin, scopes: [{ kind: "other", text: target }] };
      return { plugin, scopes: scopes.length === 0 ? [{ kind: "all" }] : scopes };
    });
}

/** Paths of a route; one that begins with `~` is an expression. */
function scopesOf(route: Data): readonly Scope[] {
  const paths = textsAt(route, "paths");
  return paths.length === 0 ? [{ kind: "all" }] : paths.map((path) => pathScope("prefix", path));
}

/** Without a list, every method is allowed. */
const allMethods = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

/** @see https://github.com/Kong/kong/blob/3.9.3/kong/plugins/cors/handler.lua */
function pluginBlock(plugin: Data, scope: Scope, notes: Notes): Block {
  const config = valueAt(plugin, "config");
  const { at } = config ?? plugin;
  const credentials = isTrueAt(config, "credentials");
  const origins = scalarsAt(config, "origins");
  const [only] = origins;
  const isOpen = only === undefined || (origins.length === 1 && only.text === "*");
  const headers = textsAt(config, "headers");
  const methods = textsAt(config, "methods");
  const open = (): OriginRule => {
    const openAt = only?.at ?? at;
    return credentials ? { kind: "repeated", at: openAt } : { kind: "any", at: openAt };
  };
  return block({
    at,
    scope,
    origins: isOpen ? [open()] : origins.map((entry) => originRule(entry, notes)),
    credentials,
    methods: methods.length === 0 ? allMethods : wordsOf(methods),
    requestHeaders:
      headers.length === 0 ? repeatedHeaders(credentials) : wordsOf(headers.filter((name) => name !== inertHeader)),
    exposedHeaders: wordsOf(textsAt(config, "exposed_headers")),
    maxAge: numberAt(config, "max_age"),
    vary: { is: "always" },
    errors: { is: "kept" },
    upstream: { is: "stripped" },
    preflight: {
      answered: isTrueAt(config, "preflight_continue")
        ? { is: "passed", at: valueAt(config, "preflight_continue")?.at, write: "write preflight_continue: false" }
        : { is: "preflights" },
      granted: { is: true },
      afterAuthentication: { is: "unknown" },
    },
  });
}

/** What is compared as it is; anything else is an expression. */
const comparable = /^[A-Za-z0-9.:/-]+$/;

function originRule({ text, at, print }: DataScalar, notes: Notes): OriginRule {
  if (comparable.test(text)) return { kind: "exact", origin: text, at };
  if (/:\/\/\*\./.test(text) && isPattern(text)) {
    const source = `^${originExpression(createOriginMatch(text))}$`;
    const patch = print(source) ?? undefined;
    notes.findings.push(
      createFinding("wildcard-read-as-expression", at, { value: text, write: `write ${source}`, patch }),
    );
    notes.note(at, `${text} lets no subdomain in as it is written; the policy has what it evidently means.`);
    return { kind: "expression", source, echo: "request", at };
  }
  // It begins and ends where the origin does, whether it says so or not, and without a colon where the host does.
  const anchored = text.replace(/^\^/, "").replace(/\$$/, "");
  if (text.includes(":")) return { kind: "expression", source: anchored, whole: true, echo: "request", at, print };
  const source = `^https?://(?:${anchored})(:[0-9]+)?$`;
  return { kind: "expression", source, echo: "request", original: text, at };
}
