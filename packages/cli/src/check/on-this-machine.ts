import { addressSpaceOf } from "@concors/browser/engine";

export function isOnThisMachine({ hostname }: URL): boolean {
  return addressSpaceOf(hostname) === "loopback";
}
