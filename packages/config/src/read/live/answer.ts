import { extractHeaderListValues, get } from "concors/protocol";
import type { ExtractableHeaderName } from "concors/protocol";
import type { Exchange } from "./conversation.ts";
import type { Evidence } from "./live-finding.ts";

/**
 * The origins that an answer names. One that is named twice, or beside another, is meant all the same, though browsers
 * refuse the answer.
 */
export function namedOrigins({ headerList }: Exchange): readonly string[] {
  const value = get(headerList, "Access-Control-Allow-Origin");
  if (value === null) return [];
  return value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Whether an answer means to allow the origin that asked. */
export function isAllowed(exchange: Exchange): boolean {
  const named = namedOrigins(exchange);
  return named.includes("*") || (exchange.origin !== null && named.includes(exchange.origin));
}

/** Whether an answer allows credentials. */
export function allowsCredentials({ headerList }: Exchange): boolean {
  return get(headerList, "Access-Control-Allow-Credentials") === "true";
}

/** Whether a cache that keeps the answer asks for the origin. */
export function variesByOrigin({ headerList }: Exchange): boolean {
  const names =
    get(headerList, "Vary")
      ?.split(",")
      .map((name) => name.trim()) ?? [];
  return names.some((name) => name === "*" || name.toLowerCase() === "origin");
}

/** The names that a header lists, each once; null if it is not there or cannot be read. */
export function listedNames({ headerList }: Exchange, name: ExtractableHeaderName): readonly string[] | null {
  const values = extractHeaderListValues(name, headerList);
  return values === null || values === "failure" ? null : [...new Set(values)];
}

/** The exchange as evidence for what a header says, or does not say. */
export function evidenceOf({ asked, status, headerList }: Exchange, name: string): Evidence {
  const lines = headerList.filter(([key]) => key.toLowerCase() === name.toLowerCase());
  const header = lines.map(([key, value]) => `${key}: ${value}`).join(", ");
  return { request: asked, header: header === "" ? `no ${name} (HTTP ${status})` : header };
}

/** The exchange as evidence for its status. */
export function evidenceOfStatus({ asked, status, headerList }: Exchange): Evidence {
  const location = get(headerList, "Location");
  return { request: asked, header: `HTTP ${status}${location === null ? "" : `, Location: ${location}`}` };
}
