// How much of `concors/fetch` a Worker has to load, beside tldts: minified and gzipped. More than the limit is a failure.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/** In bytes. It is there to be lowered. */
const limit = 12_500;

const input = fileURLToPath(new URL("../packages/concors/dist/adapters/fetch.js", import.meta.url));
const bundle = await rolldown({ input, external: ["tldts"] });
const { output } = await bundle.generate({ format: "esm", minify: true });
const [{ code }] = output;
const size = gzipSync(code, { level: 9 }).length;

const figures = [code.length, size, limit].map((bytes) => bytes.toLocaleString("en"));
console.log(`concors/fetch without tldts: ${figures[0]} bytes minified, ${figures[1]} gzipped; at most ${figures[2]}.`);
if (size > limit) process.exitCode = 1;
