import { corsCheck, get, isRedirectStatus, judgeCorsPreflightResponse } from "concors/protocol";
import type { CredentialsMode } from "concors/protocol";
import type { AuditExchange } from "./exchange.ts";

/** How a page of the origin that asked may read an answer: not at all, without credentials alone, or with them. */
export type Reading = "none" | "anonymous" | "credentialed";

/** What a browser makes of an answer. A redirect is followed, and not read. */
export function readingOf({ answer, origin }: AuditExchange): Reading {
  if (origin === null || isRedirectStatus(answer.status)) return "none";
  if (corsCheck(origin, "include", answer.headerList).ok) return "credentialed";
  return corsCheck(origin, "omit", answer.headerList).ok ? "anonymous" : "none";
}

/** Whether an answer lets its origin in. */
export function letsIn(exchange: AuditExchange | null): exchange is AuditExchange {
  return exchange !== null && readingOf(exchange) !== "none";
}

/** Whether an answer lets its origin in by name: not as one of all. */
export function letsInByName(exchange: AuditExchange | null): exchange is AuditExchange {
  return letsIn(exchange) && get(exchange.answer.headerList, "Access-Control-Allow-Origin") !== "*";
}

/** Whether a browser sends the request that a preflight asks for, and with the user's credentials. */
export function preflightReading(exchange: AuditExchange): Reading {
  const { answer, origin, request } = exchange;
  const method = get(request.headerList, "Access-Control-Request-Method") ?? "GET";
  const names = get(request.headerList, "Access-Control-Request-Headers")?.split(",") ?? [];
  const judge = (credentialsMode: CredentialsMode): boolean =>
    origin !== null &&
    judgeCorsPreflightResponse(
      {
        serializedOrigin: origin,
        method,
        headerList: names.map((name) => [name, ""] as const),
        unsafeNames: names,
        credentialsMode,
        useCorsPreflight: false,
      },
      answer,
    ).ok;
  if (judge("include")) return "credentialed";
  return judge("omit") ? "anonymous" : "none";
}
