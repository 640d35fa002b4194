import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = "../../../../../runtimes/node_modules/@cloudflare/workerd-linux-64";

export const workerd: string = fileURLToPath(new URL(`${folder}/bin/workerd`, import.meta.url));

/** How to get it, if it is not there. */
export function missingWorkerd(): string | null {
  return existsSync(workerd) ? null : "npm ci --prefix runtimes --ignore-scripts";
}
