import type { Target } from "../target.ts";
import { express, fetch } from "./concors.ts";
import { nginx } from "./nginx/index.ts";
import { php } from "./php.ts";

/** The servers that policies are written for, as `concors config` takes them. */
export const targetNames = ["nginx", "php", "express", "fetch"] as const;

export type TargetName = (typeof targetNames)[number];

/** Every server that policies are written for. */
export const targets: readonly Target[] = [nginx, php, express, fetch];

/** @throws TypeError if there is none of that name */
export function targetNamed(name: string): Target {
  const found = targets.find((target) => target.name === name);
  if (found === undefined)
    throw new TypeError(`${JSON.stringify(name)} is no target; there are ${targetNames.join(", ")}`);
  return found;
}
