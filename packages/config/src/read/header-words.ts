import type { HeaderWords } from "./block.ts";

/** Names of request headers as a policy has them: `*` stands for all others, but not for Authorization. */
export function requestHeaderWords(names: readonly string[]): HeaderWords {
  if (!names.includes("*")) return names;
  const authorization = names.find((name) => name.toLowerCase() === "authorization");
  return authorization === undefined ? "*" : ["*", authorization];
}
