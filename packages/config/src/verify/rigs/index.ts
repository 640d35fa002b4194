import type { TargetName } from "../../targets/index.ts";
import type { Rig } from "../rig.ts";
import { apacheHtaccessRig, apacheRig } from "./apache.ts";
import { caddyRig } from "./caddy.ts";
import { expressRig } from "./express.ts";
import { fetchRig } from "./fetch.ts";
import { haproxyRig } from "./haproxy.ts";
import { lighttpdRig } from "./lighttpd.ts";
import { nginxRig } from "./nginx.ts";
import { phpRig } from "./php.ts";
import { djangoRig, flaskRig } from "./python.ts";
import { varnishRig } from "./varnish.ts";

/** What can be run here: servers, and applications that have the policy in themselves. */
export const rigs: readonly Rig[] = [
  nginxRig,
  apacheRig,
  apacheHtaccessRig,
  caddyRig,
  haproxyRig,
  lighttpdRig,
  varnishRig,
  phpRig,
  expressRig,
  fetchRig,
  flaskRig,
  djangoRig,
];

/** @throws TypeError if the server cannot be run */
export function rigFor(target: TargetName): Rig {
  const rig = rigs.find((one) => one.target === target);
  if (rig === undefined)
    throw new TypeError(`${target} cannot be run here; ${rigs.map((one) => one.target).join(", ")} can`);
  return rig;
}
