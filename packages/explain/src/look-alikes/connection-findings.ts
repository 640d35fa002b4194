import type { Exchange, Trace } from "@concors/browser/engine";
import { get } from "concors/protocol";
import { isLoopbackName } from "../origin-difference.ts";
import { hostOf, listWords } from "../words.ts";
import { isHstsRedirect } from "./failure.ts";
import type { AddressFact, Facts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { notReached, possible, ruledOut, unknown } from "./finding.ts";
import { isHstsPreloaded } from "./strict-transport-security.ts";

/** Whether the host's name has an address. */
export function dnsFinding(trace: Trace, { addresses = [] }: Facts): Finding {
  const { hostname } = partsOf(trace.request.url);
  if (isAddress(hostname)) return ruledOut("the URL has an address instead of a name");
  if (addresses.length > 0)
    return ruledOut(`${hostname} has the address ${listWords(addresses.map(({ address }) => address))}`);
  const address = answeringAddress(trace);
  if (address !== null) return ruledOut(`${hostname} has the address ${address}`);
  return answered(trace) === undefined ? notReached : ruledOut("an answer came");
}

/** Whether something listens at the addresses of one family. */
export function tcpFinding(trace: Trace, { addresses = [] }: Facts, family: 4 | 6): Finding {
  const known = addresses.filter((fact) => fact.family === family);
  const accepting = known.find(({ outcome }) => outcome === "accepts");
  if (accepting !== undefined) return ruledOut(`${addressWords(accepting)} accepts connections`);
  if (known.length > 0)
    return possible(listWords(known.map((fact) => `${addressWords(fact)} ${outcomeWords[fact.outcome]}`)));
  if (addresses.length > 0) return ruledOut(`the host has no IPv${family} address`);
  const address = answeringAddress(trace);
  if (address !== null && isOfFamily(address, family)) return ruledOut(`${address} answered`);
  if (address !== null) return ruledOut("the other family answered");
  return answered(trace) === undefined ? notReached : ruledOut("an answer came");
}

/** Whether both sides speak the same of http and https, and the certificate is trusted. */
export function tlsFinding(trace: Trace, { speaksOtherScheme }: Facts): Finding {
  const first = answered(trace);
  if (speaksOtherScheme === true) return possible("the port speaks the other one of http and https");
  if (first === undefined) return notReached;
  return ruledOut(
    first.url.startsWith("https:")
      ? "the certificate is trusted, and an answer came"
      : "the URL is http, and HTTP answered",
  );
}

/** Whether browsers ask by https although the URL says http. */
export function hstsFinding(trace: Trace, { strictTransportSecurity }: Facts): Finding {
  const { hostname, protocol } = partsOf(trace.request.url);
  if (protocol === "https:") return ruledOut("the URL is https");
  if (isAddress(hostname) || isLoopbackName(hostname))
    return ruledOut("browsers do not upgrade addresses of this machine, or addresses as such");
  if (trace.exchanges.some(isHstsRedirect) || strictTransportSecurity !== undefined)
    return possible(`${hostname} is asked by https`);
  if (isHstsPreloaded(hostname))
    return possible(`browsers ask every host of .${hostname.split(".").at(-1)} by https: call the https URL`);
  if (sendsHsts(trace.exchanges, hostname)) {
    return possible(
      `${hostname} sends Strict-Transport-Security: a browser that has seen it asks by https, and Chromium breaks CORS by that: call the https URL`,
    );
  }
  return unknown("whether the host sends Strict-Transport-Security over https was not looked at");
}

/** NB: What is sent over http is ignored. */
function sendsHsts(exchanges: readonly Exchange[], hostname: string): boolean {
  return exchanges.some(({ response, url }) => {
    const { hostname: host, protocol } = new URL(url);
    return (
      protocol === "https:" && host === hostname && get(response?.headers ?? [], "Strict-Transport-Security") !== null
    );
  });
}

const outcomeWords: Readonly<Record<AddressFact["outcome"], string>> = {
  accepts: "accepts connections",
  refuses: "refuses connections",
  silent: "does not answer",
  unreachable: "cannot be reached from here",
};

function addressWords({ address, family, port }: AddressFact): string {
  return family === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The first exchange that was answered over the network. */
function answered({ exchanges }: Trace): Exchange | undefined {
  return exchanges.find(({ response }) => response !== null);
}

/** The address that answered for the URL's own host. */
function answeringAddress({ exchanges, request }: Trace): string | null {
  const own = exchanges.find(({ response, url }) => response !== null && hostOf(url) === hostOf(request.url));
  return own?.response?.remoteAddress ?? null;
}

/** What is no URL has neither. */
function partsOf(url: string): Pick<URL, "hostname" | "protocol"> {
  return URL.canParse(url) ? new URL(url) : { hostname: "", protocol: "" };
}

function isOfFamily(address: string, family: 4 | 6): boolean {
  return address.includes(":") === (family === 6);
}

function isAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^\d+(?:\.\d+){3}$/.test(hostname);
}
