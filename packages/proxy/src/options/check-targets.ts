import type { IssuePath } from "concors";
import { parseNetwork } from "../guard/address-rules.ts";
import type { Network } from "../guard/address-rules.ts";
import type { CheckedTargets } from "./checked-options.ts";
import { exampleHosts, readHost, readPort, readScheme } from "./read-host.ts";
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

export function readNetwork(path: IssuePath, entry: unknown, found: Findings): Network | null {
  const network = typeof entry === "string" ? parseNetwork(entry) : null;
  return network ?? found.add("network-invalid", path, entry);
}

function readCertificate(path: IssuePath, entry: unknown, found: Findings): string | null {
  const isPem = typeof entry === "string" && entry.includes("-----BEGIN CERTIFICATE-----");
  return isPem ? entry : found.add("certificate-invalid", path, entry);
}
