// How much a browser loads before the Lab's first screen is there: the page, its styles, its script and the first view with
// all that they import, gzipped. More than the limit is a failure.
import { readFileSync } from "node:fs";
import process from "node:process";
import { gzipSync } from "node:zlib";

/** In bytes. It is there to be lowered. */
const limit = 150_000;

const folder = new URL("../packages/cli/dist/lab-page/", import.meta.url);

/** @typedef {Record<string, { file: string, css?: string[], imports?: string[] }>} Manifest */
const manifest = /** @type {Manifest} */ (JSON.parse(readFileSync(new URL(".vite/manifest.json", folder), "utf8")));

const files = new Set(["index.html"]);
/** @param {string} name */
function add(name) {
  const chunk = manifest[name];
  if (chunk === undefined) throw new Error(`${name} is not in the manifest: run npm run build`);
  files.add(chunk.file);
  for (const style of chunk.css ?? []) files.add(style);
  for (const imported of chunk.imports ?? []) if (!files.has(manifest[imported]?.file ?? "")) add(imported);
}
add("index.html");
add("src/stage/stage-view.tsx");

const sizes = [...files].map((file) => {
  const size = gzipSync(readFileSync(new URL(file, folder)), { level: 9 }).length;
  return /** @type {const} */ ([file, size]);
});
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
for (const [file, size] of sizes) console.log(`${size.toLocaleString("en").padStart(9)} ${file}`);
console.log(
  `The Lab's first load: ${total.toLocaleString("en")} bytes gzipped; at most ${limit.toLocaleString("en")}.`,
);
if (total > limit) process.exitCode = 1;
