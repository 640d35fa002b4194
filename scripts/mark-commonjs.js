// Node takes a `.js` file for what the nearest package.json says it is; the CommonJS build lies under an ESM package.
import { writeFileSync } from "node:fs";

for (const name of ["concors", "browser", "config", "explain", "proxy"]) {
  const path = new URL(`../packages/${name}/dist/cjs/package.json`, import.meta.url);
  writeFileSync(path, `${JSON.stringify({ type: "commonjs" })}\n`);
}
