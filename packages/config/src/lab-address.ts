import { completeFacts } from "./facts.ts";
import type { Facts } from "./facts.ts";

/**
 * Where the Lab makes the same configuration: the fragment behind its address, `#/config/nginx?site=…&version=1.22.1`.
 *
 * @param site as JSON, or whatever somebody typed; null for none
 * @param facts those that are as they are if nothing is said are left out
 */
export function labAddress(target: string, site: string | null, facts: Facts): string {
  const unsaid = completeFacts({}, "0");
  const said = Object.entries(facts).filter(
    ([name, value]) => value !== undefined && value !== unsaid[name as keyof Facts],
  );
  const parameters = [...(site === null ? [] : [["site", site] as const]), ...said].map(
    ([name, value]) => `${name}=${encodeURIComponent(String(value))}`,
  );
  return `#/config/${target}${parameters.length === 0 ? "" : `?${parameters.join("&")}`}`;
}
