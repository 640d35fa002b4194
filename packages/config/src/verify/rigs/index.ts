import type { TargetName } from "../../targets/index.ts";
import type { Rig } from "../rig.ts";
import { nginxRig } from "./nginx.ts";
import { phpRig } from "./php.ts";

/** The servers that can be run here. */
export const rigs: readonly Rig[] = [nginxRig, phpRig];

/** @throws TypeError if the server cannot be run */
export function rigFor(target: TargetName): Rig {
  const rig = rigs.find((one) => one.target === target);
  if (rig === undefined)
    throw new TypeError(`${target} cannot be run here; ${rigs.map((one) => one.target).join(", ")} can`);
  return rig;
}
