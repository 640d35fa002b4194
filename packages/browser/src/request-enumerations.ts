import { referrerPolicies } from "./engine/index.ts";
import type { RequestInit } from "./request-init.ts";

/** The members that are one of a few words. */
const enumerations: { readonly [Member in keyof RequestInit]?: readonly string[] } = {
  mode: ["cors", "no-cors", "same-origin"],
  credentials: ["omit", "same-origin", "include"],
  cache: ["default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached"],
  redirect: ["follow", "error", "manual"],
  referrerPolicy: ["", ...referrerPolicies],
  duplex: ["half"],
};

const enumerationEntries = Object.entries(enumerations) as [keyof RequestInit, readonly string[]][];

/** @throws TypeError if a member has a value that it cannot have */
export function checkEnumerations(init: RequestInit): void {
  for (const [member, values] of enumerationEntries) {
    const value = init[member];
    if (value === undefined || values.includes(String(value as unknown))) continue;
    const choices = values.map((choice) => JSON.stringify(choice)).join(", ");
    throw new TypeError(`${member} is ${JSON.stringify(value)}; it can be one of ${choices}.`);
  }
}
