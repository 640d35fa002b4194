#!/usr/bin/env node
/// <reference types="node" />
import process from "node:process";

try {
  const { run } = await import("../dist/run.js");
  process.exitCode = await run();
} catch (error) {
  const isUnbuilt = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
  if (!isUnbuilt || !error.message.includes("dist")) throw error;
  process.stderr.write("concors: it is not built yet: run `npm run build` first.\n");
  process.exitCode = 2;
}
