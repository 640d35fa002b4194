#!/usr/bin/env node
try {
  const { run } = await import("../dist/run.js");
  process.exitCode = await run();
} catch (error) {
  if (error?.code !== "ERR_MODULE_NOT_FOUND" || !String(error.url ?? error.message).includes("/dist/")) throw error;
  process.stderr.write("concors: it is not built yet: run `npm run build` first.\n");
  process.exitCode = 2;
}
