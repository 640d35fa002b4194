// Writes docs/learn from the lessons in the code. Run `npm run build` first.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

/** @typedef {{ module: typeof import("../src/learn/pages/lesson-page.ts") }} Imported */
const source = fileURLToPath(new URL("../src/learn/pages/lesson-page.ts", import.meta.url));
const { module } = /** @type {Imported} */ (await runnerImport(source));

const folder = new URL("../../docs/learn/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, page] of module.lessonPages()) writeFileSync(new URL(name, folder), page);
