import type { Facts, TargetName } from "@concors/config";
import type { Policy } from "concors";
import { shellLine } from "../shell.ts";

/**
 * How the command line writes the same files: `concors config nginx --origin https://app.example.com`. null for what
 * has no flag.
 */
export function configCommand(target: TargetName, policy: Policy, facts: Facts): string | null {
  const { credentials, dangerously, exposedHeaders, maxAge, methods, origins, requestHeaders } = policy;
  if (dangerously !== undefined || (origins !== "*" && !Array.isArray(origins))) return null;
  return shellLine([
    "concors",
    "config",
    target,
    ...flags("--origin", origins),
    ...(credentials === true ? ["--credentials"] : []),
    ...flags("--method", methods),
    ...flags("--request-header", requestHeaders),
    ...flags("--expose", exposedHeaders),
    ...flags("--max-age", maxAge?.toString()),
    ...flags("--server-version", facts.version),
    ...flags("--upstream", facts.upstream),
    ...(facts.upstreamSendsCors === false ? ["--no-upstream-cors"] : []),
    ...flags("--auth", facts.auth),
    ...flags("--front", facts.front),
    ...(facts.allowWider === true ? ["--allow-wider"] : []),
  ]);
}

function flags(flag: string, values: string | readonly string[] | undefined): string[] {
  return values === undefined ? [] : [values].flat().flatMap((value) => [flag, value]);
}
