import type { KnownFacts } from "../../facts.ts";
import { allAbilities } from "../../plan/abilities.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Emitted, Target } from "../../target.ts";
import { isAtLeast } from "../../version.ts";
import { lines } from "../lines.ts";
import { headerLines } from "./header-lines.ts";
import { mapLines } from "./maps.ts";

/**
 * Everything is worked out by maps. Headers are set before the application is asked: those that wait for its answer (`defer`) are lost on Caddy's own
 * errors. What the application says would then be added to them, so `reverse_proxy` has to leave it out.
 *
 * @see https://caddyserver.com/docs/caddyfile/directives/map
 * @see https://caddyserver.com/docs/caddyfile/directives/header
 */
export const caddy: Target = {
  name: "caddy",
  title: "Caddy",
  tier: "proven",
  version: "2.6.2",
  // Older ones were not tried.
  oldest: "2.6.0",
  can: () => allAbilities,
  emit: (plan, facts): Emitted => ({
    files: [{ path: `${plan.name}.caddy`, where: whereOf(plan, facts), text: snippets(plan, facts), comment: "#" }],
    check: ["caddy validate --config Caddyfile --adapter caddyfile"],
  }),
};

/** A block of `route` keeps its order; elsewhere, Caddy runs whatever is in the site in an order of its own. */
function whereOf({ name }: Plan, facts: KnownFacts): string {
  const before = ["redir", ...(facts.auth === "basic" ? [passwordDirective(facts)] : [])].join(", ");
  const site = `import ${name} first in a route block around the rest of the site: elsewhere, ${before} and handle run before it`;
  const upstream = strips(facts) ? `; import ${name}_upstream in each ${proxyDirective(facts)} block` : "";
  return `imported at the top of the Caddyfile; ${site}${upstream}`;
}

/** @see https://github.com/caddyserver/caddy/releases/tag/v2.8.0 */
function passwordDirective({ version }: KnownFacts): string {
  return isAtLeast(version, "2.8") ? "basic_auth" : "basicauth";
}

function proxyDirective({ upstream }: KnownFacts): string {
  return upstream === "fastcgi" ? "php_fastcgi" : "reverse_proxy";
}

/** What is no proxy has nothing to leave out. */
function strips({ upstream, upstreamSendsCors }: KnownFacts): boolean {
  return upstreamSendsCors && upstream !== "static";
}

function snippets(plan: Plan, facts: KnownFacts): string {
  const { name, strip } = plan;
  return lines(
    `(${name}) {`,
    [...mapLines(plan), ...headerLines(plan)].map((line) => `\t${line}`),
    "}",
    strips(facts) && [
      "",
      "# What the application says about CORS does not get through.",
      `(${name}_upstream) {`,
      ...strip.map((header) => `\theader_down -${header}`),
      "}",
    ],
  );
}
