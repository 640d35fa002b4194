import type { Facts, TargetName } from "@concors/config";
import { labAddress, targetNames, upstreamKinds } from "@concors/config";
import type { CheckForm } from "../check/check-link.ts";
import { isEmptyForm, readCheckForm, writeCheckForm } from "../check/check-link.ts";

/** What an address of this view says. */
export interface FixLink {
  readonly target: TargetName;
  /** The policy, or the site of several, as JSON: whatever somebody typed; null if nothing is said. */
  readonly site: string | null;
  /** What is known of the server. */
  readonly facts: Facts;
  /** The request whose answers the policy is held against; null for none. */
  readonly request: CheckForm | null;
}

/**
 * Reads `#/config/<target>?site=…`, which `generate()` writes into what it makes. Never throws: a target that is not
 * known is the first.
 */
export function readFixLink(target: string, query: string): FixLink {
  const parameters = new URLSearchParams(query);
  const request = readCheckForm(parameters);
  return {
    target: targetNames.find((name) => name === target) ?? targetNames[0],
    site: parameters.get("site"),
    facts: readFacts(parameters),
    request: isEmptyForm(request) ? null : request,
  };
}

/** The address of a state, from the fragment on. */
export function writeFixLink({ facts, request, site, target }: FixLink): string {
  const address = labAddress(target, site, facts);
  const asked = request === null ? "" : writeCheckForm(request).toString();
  if (asked === "") return address;
  return `${address}${address.includes("?") ? "&" : "?"}${asked}`;
}

function readFacts(parameters: URLSearchParams): Facts {
  const version = parameters.get("version") ?? "";
  const name = parameters.get("name") ?? "";
  const upstream = upstreamKinds.find((kind) => kind === parameters.get("upstream"));
  return {
    ...(version === "" ? {} : { version }),
    ...(name === "" ? {} : { name }),
    ...(upstream === undefined ? {} : { upstream }),
    ...(parameters.get("upstreamSendsCors") === "false" ? { upstreamSendsCors: false } : {}),
    ...(parameters.get("auth") === "basic" ? { auth: "basic" } : {}),
    ...(parameters.get("front") === "none" ? { front: "none" } : {}),
    ...(parameters.get("allowWider") === "true" ? { allowWider: true } : {}),
  };
}
