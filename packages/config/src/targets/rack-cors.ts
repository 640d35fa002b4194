import { allAbilities } from "../plan/abilities.ts";
import { repeatsHeaders, varies } from "../plan/grant-headers.ts";
import { originExpression } from "../plan/origin-expression.ts";
import { assumedMaxAge, isExact } from "../plan/plan.ts";
import type { Grant, OriginMatch, Plan } from "../plan/plan.ts";
import type { Emitted, Target } from "../target.ts";
import { frameworkMethods } from "./fastapi.ts";
import { allMethods, listOf } from "./header-words.ts";
import { frontLosses } from "./application.ts";
import { lines } from "./lines.ts";

/**
 * rack-cors before everything else of a Rails application. It prefers what the application says itself, which is removed
 * behind it. It allows Content-Type whatever is listed and sends no `Vary` with preflights: both are mended before it.
 *
 * @see https://github.com/cyu/rack-cors
 */
export const rackCors: Target = {
  name: "rack-cors",
  title: "rack-cors",
  tier: "proven",
  version: "1.1.1",
  oldest: "1.1.0",
  can: (facts) => ({
    ...allAbilities,
    routes: false,
    methods: frameworkMethods,
    always: [
      ...frontLosses(facts),
      { code: "preflight-status", field: "status", effect: "cosmetic" },
      // Rails catches an exception behind it; what it does not catch, the server answers.
      { code: "errors-missing", field: "errors", effect: "narrower" },
    ],
  }),
  emit: (plan): Emitted => ({
    files: [
      {
        path: "config/initializers/cors.rb",
        where: "in a Rails application, with rack-cors in its Gemfile",
        text: lines(...source(plan)),
        comment: "#",
      },
    ],
    check: ["ruby -c config/initializers/cors.rb"],
  }),
};

function source({ fallback, strip }: Plan): readonly string[] {
  return [
    ...(fallback === null ? [] : finishClass(fallback)),
    "# What the application says itself about CORS does not get through.",
    "class RemoveCors",
    `  NAMES = %w[${strip.join(" ").toLowerCase()}].freeze`,
    "",
    "  def initialize(app)",
    "    @app = app",
    "  end",
    "",
    "  def call(env)",
    "    status, headers, body = @app.call(env)",
    "    [status, headers.reject { |name, _| NAMES.include?(name.downcase) }, body]",
    "  end",
    "end",
    "",
    // The last one that is inserted at 0 is the first.
    "Rails.application.config.middleware.insert_before 0, RemoveCors",
    ...(fallback === null
      ? []
      : [
          "Rails.application.config.middleware.insert_before 0, Rack::Cors do",
          "  allow do",
          `    origins ${origins(fallback)}`,
          "    resource '*',",
          ...settings(fallback).map((setting, index, all) => `      ${setting}${index < all.length - 1 ? "," : ""}`),
          "  end",
          "end",
          "Rails.application.config.middleware.insert_before 0, FinishCors",
        ]),
  ];
}

function finishClass(grant: Grant): readonly string[] {
  const names = listOf(grant.requestHeaders).join(", ");
  return [
    "class FinishCors",
    "  def initialize(app)",
    "    @app = app",
    "  end",
    "",
    "  def call(env)",
    "    status, headers, body = @app.call(env)",
    ...(varies(grant) ? addVary : []),
    ...(repeatsHeaders(grant)
      ? []
      : [
          "    # What is listed and no more: rack-cors repeats what is asked for, and takes some names for listed.",
          "    headers = headers.to_h do |name, value|",
          `      [name, name.casecmp?('access-control-allow-headers') ? '${names}' : value]`,
          "    end",
        ]),
    "    [status, headers, body]",
    "  end",
    "end",
    "",
  ];
}

const addVary = [
  "    # Also for preflights: a cache must not mix origins up.",
  "    name = headers.keys.find { |key| key.casecmp?('vary') } || 'vary'",
  "    names = headers[name].to_s.split(/,\\s*/)",
  "    names << 'Origin' if names.none? { |other| other.casecmp?('origin') }",
  "    headers = headers.merge(name => names.join(', '))",
];

function settings(grant: Grant): readonly string[] {
  const { credentials, requestHeaders, exposedHeaders, maxAge } = grant;
  return [
    `headers: ${requestHeaders.includes("*") ? ":any" : words(listOf(requestHeaders))}`,
    `methods: %i[${allMethods(grant).join(" ").toLowerCase()}]`,
    ...(exposedHeaders.length > 0 ? [`expose: ${words(listOf(exposedHeaders))}`] : []),
    `credentials: ${credentials}`,
    // There is no leaving it out.
    `max_age: ${maxAge ?? assumedMaxAge}`,
  ];
}

function words(names: readonly string[]): string {
  return `%w[${names.join(" ")}]`;
}

/** A text without http or https in front is a host of any scheme; `^` and `$` are a line's. */
function origins(grant: Grant): string {
  if (grant.origins === "*") return "'*'";
  return grant.origins
    .map((match: OriginMatch) =>
      isExact(match) && /^https?:/.test(match.pattern)
        ? `'${match.pattern}'`
        : String.raw`%r{\A${originExpression(match)}\z}`,
    )
    .join(", ");
}
