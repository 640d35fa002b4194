import { printable } from "../terminal/printable.ts";
import type { Addresses } from "./operate/journal.ts";
import { isLoopback } from "./settings/exposure.ts";
import { pagesOfThisMachine } from "./settings/settings.ts";
import type { ProxySettings } from "./settings/settings.ts";

/** What a person has to know of a proxy that has just started. */
export function startLines(settings: ProxySettings, { url, admin }: Addresses): string {
  const { host, rateLimit, workers } = settings;
  const lines = [
    `The proxy listens on ${url}${isLoopback(host) ? ", for this machine only" : `, for all who reach ${host}`}. Ctrl+C ends it.`,
    "",
    `  fetch("${url}/https://${exampleOf(settings)}")`,
    "",
    `  may call    ${callersLine(settings)}`,
    `  may fetch   ${targetsLine(settings)}`,
    `  as often    ${rateLimit === null ? "as they like" : rateLine(rateLimit)}${countedLine(settings)}`,
    ...(workers === 1 ? [] : [`  served by   ${workers} processes; requests at once are counted by each`]),
    `  try it      ${url}/`,
    ...(admin === null ? [] : [`  measured    ${admin}/metrics, with /healthz and /readyz`]),
    "",
  ];
  return `${[...lines, ...warnings(settings)].map(printable).join("\n")}\n`;
}

function exampleOf({ targets }: ProxySettings): string {
  const host = targets.hosts.find((name) => name !== "*") ?? "api.example.com";
  return `${host.replace(/^\*\./, "api.")}/items`;
}

function callersLine({ callers: { origins } }: ProxySettings): string {
  if (origins === "*") return "pages of any origin, and whoever is no page";
  // Checked, and from a file or from flags: no function is among them.
  const list = origins as readonly string[];
  return list.join() === pagesOfThisMachine.join() ? "pages of this machine, on any port" : `pages of ${shown(list)}`;
}

function targetsLine({ targets: { hosts, privateNetworks = [] } }: ProxySettings): string {
  const what = hosts.includes("*") ? "any public host" : shown(hosts);
  return privateNetworks.length === 0 ? what : `${what}; of private networks ${shown(privateNetworks)}`;
}

function rateLine({ requests, seconds, by = "address" }: NonNullable<ProxySettings["rateLimit"]>): string {
  const whose = typeof by === "object" ? `${by.header} or address` : by;
  return `${requests} ${requests === 1 ? "request" : "requests"} in ${seconds} s for each ${whose}`;
}

/** Who counts. The URL of Redis may hold a password: its host and port do not. */
function countedLine({ rateLimit, redis, workers }: ProxySettings): string {
  if (rateLimit === null) return "";
  if (redis !== null) return `, counted by Redis at ${new URL(redis.url).host} (${redis.whenAway} without it)`;
  return workers === 1 ? "" : ", counted by each process";
}

/** A list is read up to its fourth entry. */
function shown(list: readonly string[]): string {
  return list.length <= 4 ? list.join(", ") : `${list.slice(0, 3).join(", ")} and ${list.length - 3} more`;
}

function warnings({ host, targets: { hosts } }: ProxySettings): string[] {
  if (isLoopback(host) || !hosts.includes("*")) return [];
  return ["warning: everybody who reaches it can fetch through it, in your name, whatever is public.", ""];
}
