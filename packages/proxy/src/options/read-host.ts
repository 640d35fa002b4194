import type { IssuePath } from "concors";
import { canonicalHost } from "../guard/host-pattern.ts";
import type { Findings } from "./findings.ts";

export const exampleHosts = '["api.example.com"], or ["*"] for every public host';

export function readHost(path: IssuePath, entry: unknown, found: Findings): string | null {
  if (entry === "*") return entry;
  const host = typeof entry === "string" ? canonicalHost(entry) : null;
  if (host === null) return found.add("host-invalid", path, entry);
  // NB: It may be right, but who reads it should see what is compared.
  return host === entry ? host : found.add("host-not-canonical", path, entry, host);
}

export function readScheme(path: IssuePath, entry: unknown, found: Findings): "https" | "http" | null {
  return entry === "https" || entry === "http" ? entry : found.add("scheme-unknown", path, entry);
}

export function readPort(path: IssuePath, entry: unknown, found: Findings): number | null {
  const isPort = typeof entry === "number" && Number.isInteger(entry) && entry > 0 && entry < 65_536;
  return isPort ? entry : found.add("port-invalid", path, entry);
}
