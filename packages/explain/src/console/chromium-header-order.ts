import { tableOrder } from "./chromium-hash-table.ts";
import type { FailedFetch } from "./failed-fetch.ts";
import { refusedNames } from "./refused-names.ts";

/**
 * The headers that a preflight does not allow, in lower case, in Chromium's order: that of the hash table that holds
 * the request's headers.
 *
 * @see https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/renderer/platform/network/http_header_map.h
 */
export function refusedNamesInTable(failed: FailedFetch): string[] {
  const refused = refusedNames(failed);
  const names = [...failed.request.headers.map(([name]) => name.toLowerCase()), ...refused];
  return tableOrder([...orderOfAsker(failed, names), ...ownNames]).filter((name) => refused.has(name));
}

/** What the browser puts into the table itself: who it is. */
const ownNames: readonly string[] = ["sec-ch-ua-platform", "user-agent", "sec-ch-ua", "sec-ch-ua-mobile"];

/** The order in which a page's headers get there: `fetch` sorts them, an XMLHttpRequest has a table of its own. */
function orderOfAsker({ request: { initiator } }: FailedFetch, names: readonly string[]): string[] {
  return initiator === "xhr" || initiator === "sync-xhr" ? tableOrder(names) : [...new Set(names)].sort();
}
