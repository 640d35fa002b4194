#!/usr/bin/env node
/// <reference types="node" />
import process from "node:process";

/**
 * Ends the process once all is written: a name that is still being looked up would keep it for seconds.
 *
 * @param {number} status
 */
function exit(status) {
  process.stdout.write("", () => process.stderr.write("", () => process.exit(status)));
}

try {
  const { run } = await import("../dist/run.js");
  exit(await run());
} catch (error) {
  const isUnbuilt = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
  if (!isUnbuilt || !error.message.includes("dist")) throw error;
  process.stderr.write("concors: it is not built yet: run `npm run build` first.\n");
  exit(2);
}
