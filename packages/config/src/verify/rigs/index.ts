import type { TargetName } from "../../targets/index.ts";
import type { Rig } from "../rig.ts";
import { apacheHtaccessRig, apacheRig } from "./apache.ts";
import { caddyRig } from "./caddy.ts";
import { haproxyRig } from "./haproxy.ts";
import { lighttpdRig } from "./lighttpd.ts";
import { nginxRig } from "./nginx.ts";
import { phpRig } from "./php.ts";
import { varnishRig } from "./varnish.ts";

/** The servers that can be run here. */
export const rigs: readonly Rig[] = [
  nginxRig,
  apacheRig,
  apacheHtaccessRig,
  caddyRig,
  haproxyRig,
  lighttpdRig,
  varnishRig,
  phpRig,
];

/** @throws TypeError if the server cannot be run */
export function rigFor(target: TargetName): Rig {
  const rig = rigs.find((one) => one.target === target);
  if (rig === undefined)
    throw new TypeError(`${target} cannot be run here; ${rigs.map((one) => one.target).join(", ")} can`);
  return rig;
}
