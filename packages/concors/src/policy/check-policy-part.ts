import { checkExposedHeaders, checkMethods, checkRequestHeaders } from "./check-lists.ts";
import { checkMaxAge } from "./check-max-age.ts";
import { checkFlag, checkObject, isObject } from "./check-object.ts";
import type { CheckPart } from "./check-object.ts";
import { checkOrigins } from "./check-origins.ts";
import type { Part } from "./issue.ts";

/** Finds everything that is wrong with a copy of what may be a policy. */
export function checkPolicyPart(part: Part): void {
  checkObject(part, checks);
}

const checks: Readonly<Record<string, CheckPart>> = {
  credentials: checkFlag,
  debug: checkFlag,
  dangerously: checkDangers,
  origins: checkOrigins,
  methods: checkMethods,
  requestHeaders: checkRequestHeaders,
  exposedHeaders: checkExposedHeaders,
  maxAge: checkMaxAge,
};

function checkDangers(part: Part): void {
  if (part.value === undefined) return;
  checkObject(part, {
    exposeToNetworkAttackers: checkFlag,
    exposeToPublicSuffixNeighbors: checkFlag,
    exposeToSandboxedPages: checkFlag,
  });
}

/**
 * A copy of what may be a policy, which nobody can change. Checked is what is kept: who changes the object afterwards, or
 * answers each reading of it otherwise, changes nothing.
 */
export function copyOfPolicy(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, held]) => [key, copyOfPart(key, held)])));
}

function copyOfPart(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze([...(value as unknown[])]);
  return key === "dangerously" && isObject(value) ? Object.freeze({ ...value }) : value;
}
