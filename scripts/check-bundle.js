// How much of `concors/fetch` a Worker has to load, beside tldts: minified and gzipped. More than the limit is a failure, and
// so is a module that is there for the words, which `concors/fetch` leaves out.
import { basename } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/** In bytes. It is there to be lowered. */
const limit = 6144;

const words = ["create-cors", "explain-decision", "find-warnings", "gate", "issue-words", "nearest-key", "wording"];

const input = fileURLToPath(new URL("../packages/concors/dist/adapters/fetch.js", import.meta.url));
const bundle = await rolldown({ input, external: ["tldts"] });
const { output } = await bundle.generate({ format: "esm", minify: true });
const [{ code, moduleIds }] = output;
const size = gzipSync(code, { level: 9 }).length;

const figures = [code.length, size, limit].map((bytes) => bytes.toLocaleString("en"));
console.log(`concors/fetch without tldts: ${figures[0]} bytes minified, ${figures[1]} gzipped; at most ${figures[2]}.`);
if (size > limit || output.length > 1) process.exitCode = 1;

const loaded = new Set(moduleIds.map((id) => basename(id, ".js")));
for (const name of words.filter((word) => loaded.has(word))) {
  console.error(`${name} is in it, which is there for the words.`);
  process.exitCode = 1;
}
