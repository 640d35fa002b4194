import process from "node:process";
import type { Rig } from "../../src/verify/index.ts";

/** Whether the server is here; where it has to be, its tests run and fail. */
export function runOrSkip({ target, missing }: Rig): boolean {
  const how = missing();
  if (how === null || process.env["CI"] === "true") return true;
  console.warn(`What is generated for ${target} is not run, since it is not installed: ${how}`);
  return false;
}
