import type { KnownFacts } from "../../facts.ts";
import { allAbilities } from "../../plan/abilities.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Emitted, Target } from "../../target.ts";
import { isAtLeast } from "../../version.ts";
import { lines } from "../lines.ts";
import { answer } from "./answer.ts";
import { originConditions, policyConditions } from "./request.ts";

/**
 * Everything is set where an answer goes out (`vcl_deliver`, `vcl_synth`), nothing where it comes in: what
 * `vcl_backend_response` sets is kept in the cache, and the next site would get the first one's. So one object serves
 * all origins, and caches further on still hear of `Vary`.
 *
 * @see https://varnish-cache.org/docs/7.1/reference/states.html
 */
export const varnish: Target = {
  name: "varnish",
  title: "Varnish",
  tier: "proven",
  version: "7.1.1",
  // The built-in VCL has a subroutine for methods since 6.6.
  oldest: "6.6",
  can: () => allAbilities,
  emit: (plan, facts): Emitted => ({
    files: [
      {
        path: `${plan.name}.vcl`,
        where: "included in the VCL before every vcl_recv, vcl_deliver and vcl_synth of its own",
        text: vcl(plan, facts),
        comment: "#",
      },
    ],
    check: ["varnishd -C -f /etc/varnish/default.vcl"],
  }),
};

/** Since 8.0 the built-in VCL pipes no method. */
const passedOn: readonly string[] = [
  "# A method that few know is passed on, not piped: what is piped gets no headers.",
  "sub vcl_req_method {",
  '  if (req.method !~ "^(GET|HEAD|PUT|POST|TRACE|OPTIONS|DELETE|PATCH|CONNECT|PRI)$") {',
  "    return (pass);",
  "  }",
  "}",
  "",
];

function vcl(plan: Plan, { version, upstreamSendsCors }: KnownFacts): string {
  const { name, strip } = plan;
  const variables = ["policy", "origin", "preflight"].map((variable) => `X-${name}-${variable}`);
  return lines(
    "import std;",
    "",
    "sub vcl_recv {",
    "  # Two lines would be read as the first.",
    "  std.collect(req.http.Origin);",
    "  if (req.restarts == 0) {",
    "    # Nobody else sets these.",
    variables.map((variable) => `    unset req.http.${variable};`),
    policyConditions(plan),
    originConditions(plan),
    "  }",
    '  if (req.method == "OPTIONS" && req.http.Origin ~ "." && req.http.Access-Control-Request-Method ~ ".") {',
    "    # A preflight: before authentication and the application.",
    `    set req.http.X-${name}-preflight = "1";`,
    `    if (req.http.X-${name}-origin) {`,
    "      return (synth(204));",
    "    }",
    "    return (synth(403));",
    "  }",
    "}",
    "",
    !isAtLeast(version, "8.0") && passedOn,
    "# The application has no use for them.",
    "sub vcl_backend_fetch {",
    variables.map((variable) => `  unset bereq.http.${variable};`),
    "}",
    "",
    `sub ${name}_answer {`,
    upstreamSendsCors && [
      "  # What the application says about CORS does not get through.",
      ...strip.map((header) => `  unset resp.http.${header};`),
    ],
    answer(plan),
    "}",
    "",
    "sub vcl_deliver {",
    `  call ${name}_answer;`,
    "}",
    "",
    "sub vcl_synth {",
    `  call ${name}_answer;`,
    `  if (req.http.X-${name}-preflight) {`,
    "    return (deliver);",
    "  }",
    "}",
  );
}
