import type { StartServer, Variant } from "./policy.ts";

// A server under load, in a process of its own so that it shares no event loop with what loads it.
const [framework = "", variant = "bare"] = process.argv.slice(2);
const { start } = (await import(`./${framework}.js`)) as { start: StartServer };
const port = await start(variant as Variant);
process.on("message", () => process.send?.(process.cpuUsage()));
process.once("disconnect", () => process.exit());
process.send?.(port);
