import type { IssuePath } from "concors";
import { checkCallers } from "../options/check-callers.ts";
import { checkLimits } from "../options/check-limits.ts";
import { checkSecretHeaders } from "../options/check-secret-headers.ts";
import { defaultLimits } from "../options/checked-options.ts";
import { Findings } from "../options/findings.ts";
import { ProxyOptionsError } from "../options/option-issue.ts";
import { exampleHosts, readHost, readPort, readScheme } from "../options/read-host.ts";
import type { CheckedFetchOptions, FetchLimits, FetchProxyOptions } from "./fetch-options.ts";

const keys: readonly (keyof FetchProxyOptions)[] = ["callers", "targets", "limits", "secretHeaders", "limit"];
const targetKeys: readonly (keyof FetchProxyOptions["targets"])[] = ["hosts", "denyHosts", "schemes", "ports"];

const { headersTimeout, idleTimeout, totalTimeout, requestBytes, responseBytes, headerCount, redirects, inFlight } =
  defaultLimits;
const fetchLimits: FetchLimits = {
  headersTimeout,
  idleTimeout,
  totalTimeout,
  requestBytes,
  responseBytes,
  headerCount,
  redirects,
  inFlight,
};

/** @throws ProxyOptionsError with everything that is wrong with the options */
export function checkFetchOptions(value: unknown): CheckedFetchOptions {
  const found = new Findings();
  const options = checkAll(value, found);
  if (found.issues.length > 0 || options === null) throw new ProxyOptionsError(found.issues);
  return options;
}

function checkAll(value: unknown, found: Findings): CheckedFetchOptions | null {
  const options = found.object([], value, keys);
  if (options === null) return null;
  const callers = checkCallers(options["callers"], found);
  const targets = checkTargets(options["targets"], found);
  const limits = checkLimits(options["limits"], found, fetchLimits);
  const secretHeaders = checkSecretHeaders(options["secretHeaders"], found);
  const { limit } = options as Partial<FetchProxyOptions>;
  if (limit !== undefined && typeof limit !== "function") found.add("option-not-a-function", ["limit"], limit);
  return callers === null || targets === null ? null : { callers, targets, limits, secretHeaders, limit };
}

function checkTargets(value: unknown, found: Findings): CheckedFetchOptions["targets"] | null {
  if (value === undefined) return found.add("option-missing", ["targets"], value, '{ hosts: ["api.example.com"] }');
  const targets = found.object(["targets"], value, targetKeys);
  if (targets === null) return null;

  function list<Entry>(
    key: keyof FetchProxyOptions["targets"],
    read: (path: IssuePath, entry: unknown, found: Findings) => Entry | null,
  ): readonly Entry[] {
    return found.list(["targets", key], targets?.[key] ?? [], (path, entry) => read(path, entry, found));
  }

  const hosts = list("hosts", readHost);
  if (targets["hosts"] === undefined || (Array.isArray(targets["hosts"]) && targets["hosts"].length === 0))
    found.add("option-missing", ["targets", "hosts"], undefined, exampleHosts);
  return {
    hosts,
    denyHosts: list("denyHosts", readHost),
    schemes: targets["schemes"] === undefined ? ["https", "http"] : list("schemes", readScheme),
    ports: targets["ports"] === undefined ? null : list("ports", readPort),
  };
}
