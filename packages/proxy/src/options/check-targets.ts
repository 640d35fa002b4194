import type { IssuePath } from "concors";
import { parseNetwork } from "../guard/address-rules.ts";
import type { Network } from "../guard/address-rules.ts";
import { canonicalHost } from "../guard/host-pattern.ts";
import type { CheckedTargets } from "./checked-options.ts";
import type { Findings } from "./findings.ts";
import type { TargetOptions } from "./proxy-options.ts";

const keys: readonly (keyof TargetOptions)[] = [
  "hosts",
  "denyHosts",
  "schemes",
  "ports",
  "privateNetworks",
  "denyNetworks",
  "ca",
];

const exampleTargets = '{ hosts: ["api.example.com"] }';
const exampleHosts = '["api.example.com"], or ["*"] for every public host';

export function checkTargets(value: unknown, found: Findings): CheckedTargets | null {
  if (value === undefined) return found.add("option-missing", ["targets"], value, exampleTargets);
  const targets = found.object(["targets"], value, keys);
  if (targets === null) return null;

  /** @param fallback what it is if it is left out */
  function list<Entry>(
    key: keyof TargetOptions,
    read: (path: IssuePath, entry: unknown, found: Findings) => Entry | null,
    fallback: readonly Entry[] = [],
  ): readonly Entry[] {
    const given = targets?.[key];
    return given === undefined
      ? fallback
      : found.list(["targets", key], given, (path, entry) => read(path, entry, found));
  }

  const hosts = targets["hosts"];
  if (hosts === undefined || (Array.isArray(hosts) && hosts.length === 0))
    found.add("option-missing", ["targets", "hosts"], undefined, exampleHosts);
  return {
    hosts: list("hosts", readHost),
    denyHosts: list("denyHosts", readHost),
    schemes: list("schemes", readScheme, ["https", "http"]),
    ports: targets["ports"] === undefined ? null : list("ports", readPort),
    privateNetworks: list("privateNetworks", readNetwork),
    denyNetworks: list("denyNetworks", readNetwork),
    ca: targets["ca"] === undefined ? undefined : list("ca", readCertificate),
  };
}

function readHost(path: IssuePath, entry: unknown, found: Findings): string | null {
  if (entry === "*") return entry;
  const host = typeof entry === "string" ? canonicalHost(entry) : null;
  if (host === null) return found.add("host-invalid", path, entry);
  // NB: It may be right, but who reads it should see what is compared.
  return host === entry ? host : found.add("host-not-canonical", path, entry, host);
}

function readScheme(path: IssuePath, entry: unknown, found: Findings): "https" | "http" | null {
  return entry === "https" || entry === "http" ? entry : found.add("scheme-unknown", path, entry);
}

function readPort(path: IssuePath, entry: unknown, found: Findings): number | null {
  const isPort = typeof entry === "number" && Number.isInteger(entry) && entry > 0 && entry < 65_536;
  return isPort ? entry : found.add("port-invalid", path, entry);
}

function readNetwork(path: IssuePath, entry: unknown, found: Findings): Network | null {
  const network = typeof entry === "string" ? parseNetwork(entry) : null;
  return network ?? found.add("network-invalid", path, entry);
}

function readCertificate(path: IssuePath, entry: unknown, found: Findings): string | null {
  const isPem = typeof entry === "string" && entry.includes("-----BEGIN CERTIFICATE-----");
  return isPem ? entry : found.add("certificate-invalid", path, entry);
}
