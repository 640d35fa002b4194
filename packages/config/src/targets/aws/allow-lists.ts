import type { Grant } from "../../plan/plan.ts";
import { unlessEmpty } from "../json.ts";
import { nameList, originList } from "../only-grant.ts";

/** A grant as API Gateway and Lambda call its parts. */
export interface AllowLists {
  readonly AllowOrigins: readonly string[];
  readonly AllowMethods: readonly string[];
  readonly AllowHeaders: readonly string[] | undefined;
  readonly ExposeHeaders: readonly string[] | undefined;
  readonly AllowCredentials: boolean;
  readonly MaxAge: number | undefined;
}

export function allowLists(grant: Grant): AllowLists {
  return {
    AllowOrigins: originList(grant),
    AllowMethods: nameList(grant.methods),
    AllowHeaders: unlessEmpty(nameList(grant.requestHeaders)),
    ExposeHeaders: unlessEmpty(nameList(grant.exposedHeaders)),
    AllowCredentials: grant.credentials,
    MaxAge: grant.maxAge ?? undefined,
  };
}
