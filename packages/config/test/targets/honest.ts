import type { Facts, TargetName } from "../../src/index.ts";

/** Facts with which a target need not refuse: some cannot remove what an application says itself. Nothing is in front. */
export function honest(target: TargetName): Facts {
  return { upstreamSendsCors: target !== "gateway-api" && target !== "ingress-nginx", front: "none" };
}
