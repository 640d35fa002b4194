// What cors-anywhere's tests get when they ask for it. Its targets are on loopback, and its help text is cors-anywhere's.
import { join } from "node:path";
import process from "node:process";
import { createServer as create } from "../../src/compat/index.ts";
import type { CompatOptions } from "../../src/compat/index.ts";

const helpFile = join(process.env["PEER_SUITE"]!, "lib", "help.txt");

export { createRateLimitChecker } from "../../src/compat/index.ts";

export function createServer(options: CompatOptions = {}): ReturnType<typeof create> {
  return create({ targets: { privateNetworks: ["127.0.0.1"] }, helpFile, ...options });
}
