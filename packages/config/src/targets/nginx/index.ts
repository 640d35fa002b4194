import { FactsError } from "../../facts.ts";
import type { KnownFacts } from "../../facts.ts";
import { allAbilities } from "../../plan/abilities.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Emitted, Target } from "../../target.ts";
import { isAtLeast } from "../../version.ts";
import { lines, padded } from "../lines.ts";
import { headerVariables } from "./header-variables.ts";
import type { HeaderVariable } from "./header-variables.ts";
import { answerMaps, originMap, routeMap } from "./maps.ts";
import { addedOnce, canAddOnce, servesFiles } from "./range-error.ts";

/**
 * Everything is worked out by maps, so that one list of `add_header` lines is right for every answer: a header whose
 * value is empty is not sent. `always` is for errors. The preflight is answered where rewrite rules run, before
 * authentication and proxying.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_map_module.html
 * @see https://nginx.org/en/docs/http/ngx_http_headers_module.html
 */
export const nginx: Target = {
  name: "nginx",
  title: "nginx",
  tier: "proven",
  version: "1.22.1",
  // `always` came with 1.7.5, captures that a map names with 1.11.2.
  oldest: "1.11.2",
  can: (facts) => {
    checkUpstream(facts);
    return {
      ...allAbilities,
      always:
        servesFiles(facts) && !canAddOnce(facts)
          ? [{ code: "range-error-doubled", field: "errors", effect: "narrower" }]
          : [],
    };
  },
  emit: (plan, facts): Emitted => {
    const { name } = plan;
    const own = inheritsHeaders(facts)
      ? ""
      : `; included again in each location that has an add_header or a ${hide(facts) ?? "proxy_hide_header"} of its own`;
    return {
      files: [
        {
          path: `${name}-http.conf`,
          where: "included in the http block, once",
          text: httpBlock(plan, facts),
          comment: "#",
        },
        {
          path: `${name}-server.conf`,
          where: "included in the server block",
          text: serverBlock(plan, facts),
          comment: "#",
        },
        {
          path: `${name}-headers.conf`,
          where: `beside ${name}-server.conf, which includes it${own}`,
          text: headerLines(plan, facts),
          comment: "#",
        },
      ],
      check: ["nginx -t"],
    };
  },
  forPath: (name, path) => `include ${name}-server.conf; in location ${path} { … } instead of the server block`,
};

/**
 * @see https://nginx.org/en/docs/http/ngx_http_grpc_module.html
 * @throws FactsError for an application that it cannot ask
 */
function checkUpstream({ version, upstream }: KnownFacts): void {
  if (upstream === "grpc" && !isAtLeast(version, "1.13.10"))
    throw new FactsError(`nginx ${version} asks no application by gRPC; that takes 1.13.10 or later`);
}

/** Since then, `add_header` of a location need not forget those of the server. */
function inheritsHeaders({ version }: KnownFacts): boolean {
  return isAtLeast(version, "1.29.3");
}

function headersOf(plan: Plan, facts: KnownFacts): readonly HeaderVariable[] {
  const headers = headerVariables(plan);
  return servesFiles(facts) && canAddOnce(facts) ? addedOnce(plan, headers) : headers;
}

function httpBlock(plan: Plan, facts: KnownFacts): string {
  return lines(
    routeMap(plan),
    originMap(plan),
    answerMaps(plan),
    headersOf(plan, facts).flatMap(({ map }) => map),
  );
}

function serverBlock({ name }: Plan, facts: KnownFacts): string {
  return lines(
    inheritsHeaders(facts) && "add_header_inherit merge;",
    `include ${name}-headers.conf;`,
    "# Before authentication and the application.",
    `if ($${name}_answer = 204) { return 204; }`,
    `if ($${name}_answer = 403) { return 403; }`,
  );
}

function hide({ upstream }: KnownFacts): string | null {
  return upstream === "static" || upstream === "cgi" ? null : `${upstream}_hide_header`;
}

function headerLines(plan: Plan, facts: KnownFacts): string {
  const hides = hide(facts);
  const rows = headersOf(plan, facts).map(({ header, value }) => [header, value] as const);
  return lines(
    hides !== null &&
      facts.upstreamSendsCors && [
        "# What the application says about CORS does not get through.",
        ...plan.strip.map((header) => `${hides} ${header};`),
      ],
    "# A header without a value is not sent. always: with errors too.",
    padded(rows).map(([header, value]) => `add_header ${header} ${value} always;`),
  );
}
