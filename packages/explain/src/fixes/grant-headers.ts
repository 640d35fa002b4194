import type { Header } from "concors/protocol";
import type { Grant } from "./grant.ts";

/** What every answer carries beside `Access-Control-Allow-Origin`. */
export function credentialsHeaders({ credentials }: Grant): Header[] {
  return credentials ? [["Access-Control-Allow-Credentials", "true"]] : [];
}

/** What only the answer to a preflight has to carry. */
export function preflightHeaders({ preflight }: Grant): Header[] {
  const headers: Header[] = [];
  if (preflight === null) return headers;
  if (preflight.methods.length > 0) headers.push(["Access-Control-Allow-Methods", preflight.methods.join(", ")]);
  if (preflight.headerNames.length > 0)
    headers.push(["Access-Control-Allow-Headers", preflight.headerNames.join(", ")]);
  return headers;
}

/** Whether everyone may read the answer: it does not depend on who asks. */
export function isPublic({ origins }: Grant): boolean {
  return origins[0] === "*";
}
