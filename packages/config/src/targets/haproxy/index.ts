import type { KnownFacts } from "../../facts.ts";
import { allAbilities } from "../../plan/abilities.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Emitted, Target } from "../../target.ts";
import { lines } from "../lines.ts";
import { askedRules, headerRules } from "./header-rules.ts";
import { originRules, policyRules } from "./request-rules.ts";

/**
 * What a request is allowed is remembered in variables of the transaction, since a response's rules cannot see the
 * request. `http-after-response` runs on every answer, those that HAProxy makes itself as well; `http-response` does
 * not.
 *
 * @see https://docs.haproxy.org/2.6/configuration.html#4.2-http-after-response
 */
export const haproxy: Target = {
  name: "haproxy",
  title: "HAProxy",
  tier: "proven",
  version: "2.6.12",
  // `http-after-response` and `http-request return` came with 2.2.
  oldest: "2.2",
  can: () => allAbilities,
  emit: (plan, facts): Emitted => ({
    files: [
      {
        path: `${plan.name}-frontend.cfg`,
        where: "in the frontend (or listen) section, before every other rule of it: HAProxy has no include",
        text: frontend(plan, facts),
        comment: "#",
      },
    ],
    check: ["haproxy -c -f /etc/haproxy/haproxy.cfg"],
  }),
};

function frontend(plan: Plan, { upstreamSendsCors }: KnownFacts): string {
  const { name, strip } = plan;
  return lines(
    policyRules(plan),
    "# Who may read: the origin, or nothing.",
    originRules(plan),
    `acl ${name}_may_read var(txn.${name}_origin) -m found`,
    "# A preflight is OPTIONS, with an origin and the method that is asked for.",
    `acl ${name}_asks req.fhdr(origin) -m len gt 0`,
    `acl ${name}_asks_method req.fhdr(access-control-request-method) -m len gt 0`,
    `http-request set-var(txn.${name}_preflight) bool(true) if METH_OPTIONS ${name}_asks ${name}_asks_method`,
    askedRules(plan),
    `acl ${name}_preflight var(txn.${name}_preflight) -m bool`,
    "# Before authentication and the application.",
    `http-request return status 204 if ${name}_preflight ${name}_may_read`,
    `http-request return status 403 if ${name}_preflight`,
    upstreamSendsCors && [
      "# What the application says about CORS does not get through.",
      ...strip.map((header) => `http-after-response del-header ${header}`),
    ],
    "# With errors, too.",
    headerRules(plan),
  );
}
