import { parse } from "tldts";
import type { ProblemCode } from "../problem.ts";
import type { Target } from "../target/target.ts";
import { isBadPort } from "./bad-ports.ts";
import { hostMatcher } from "./host-pattern.ts";

export interface NameRules {
  readonly hosts: readonly string[];
  readonly denyHosts: readonly string[];
  readonly schemes: readonly ("https" | "http")[];
  readonly ports: readonly number[] | null;
}

/** Why a target may not be fetched, as far as its URL tells; null if it may. */
export type UrlRefusal = (target: Target) => ProblemCode | null;

/** Judges schemes, hosts and ports. What an address or a name stands for is not judged here. */
export function urlRefusal({ hosts, denyHosts, schemes, ports }: NameRules): UrlRefusal {
  const isAllowed = hostMatcher(hosts);
  const isDenied = hostMatcher(denyHosts);
  return ({ scheme, hostname, port }) => {
    if (!schemes.includes(scheme)) return "target-scheme-refused";
    if (!isAllowed(hostname) || isDenied(hostname)) return "target-host-refused";
    if (ports === null ? isBadPort(port) : !ports.includes(port)) return "target-port-refused";
    return null;
  };
}

/**
 * Names that no public server has, and that a machine or a network may give a meaning of its own.
 *
 * @see https://www.iana.org/assignments/special-use-domain-names
 */
const ownNames = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|arpa|onion|alt)$/;

/**
 * Where nobody judges addresses: an address, or a name that is not public, has to be named itself.
 *
 * What is below no top-level domain (`kubernetes.default.svc`, `localhost.localdomain`, `db.mesh`) is a name of some
 * machine's or network's own as well. AD-HOC: A list that names such a domain, `*.test` for example, stands for it; that of
 * all hosts does not.
 */
export function namesAlone(rules: NameRules): UrlRefusal {
  const refusal = urlRefusal(rules);
  const named = new Set(rules.hosts);
  const isListed = hostMatcher(rules.hosts.filter((host) => host !== "*"));
  return (target) => {
    const refused = refusal(target);
    if (refused !== null) return refused;
    const host = target.hostname.replace(/\.$/, "");
    const isName = host.includes(".") && !/(?:^|\.)\d+$/.test(host);
    const isPublic = isName && !ownNames.test(host) && (isBelowTopLevel(host) || isListed(host));
    return isPublic || named.has(host) ? null : "target-address-refused";
  };
}

function isBelowTopLevel(host: string): boolean {
  return parse(host, { validateHostname: false }).isIcann === true;
}
