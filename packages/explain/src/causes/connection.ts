import type { ConnectionCauseCode } from "../cause-code.ts";
import type { Evidence } from "../evidence.ts";
import type { AddressFact } from "../look-alikes/facts.ts";
import type { Message } from "../message.ts";
import { hostOf, listWords, shortUrl } from "../words.ts";
import { detail, noAnswerShared, otherKinds } from "./network.ts";

const urlOf = ({ exchange, request }: Evidence): string => exchange?.url ?? request.url;
const host = (evidence: Evidence): string => hostOf(urlOf(evidence));
const withScheme = (evidence: Evidence, scheme: string): string => shortUrl(urlOf(evidence).replace(/^https?/, scheme));

/** "[::1]:3000 and 127.0.0.1:3000", of those where something listens, or nothing does. */
function addressWords({ facts }: Evidence, accepts: boolean): string {
  const shown = (facts.addresses ?? []).filter(({ outcome }) => (outcome === "accepts") === accepts).map(addressText);
  return listWords(shown);
}

function addressText({ address, family, port }: AddressFact): string {
  return `${family === 6 ? `[${address}]` : address}:${port}`;
}

export const connectionMessages: Record<ConnectionCauseCode, Message> = {
  "NET-11": {
    ...noAnswerShared,
    title: "http, where the port speaks https",
    summary: (evidence) =>
      `${host(evidence)} speaks https at this port, and the page calls it with http: call ${withScheme(evidence, "https")}.`,
    about: `The port wants TLS, and gets a plain request. The server closes the connection, or answers 400 without any header of CORS. ${otherKinds}`,
    server: "Nothing, or redirect http to https at another port.",
    client: "Call the https URL.",
  },
  "NET-12": {
    ...noAnswerShared,
    title: "Only OPTIONS is dropped",
    summary: (evidence) =>
      `${host(evidence)} answers GET, and closes the connection on the preflight: something between, a firewall most likely, lets no OPTIONS pass.`,
    about: `A firewall, a load balancer or a security product allows a list of methods, and OPTIONS is not on it. Requests that need no preflight work. ${otherKinds}`,
    server: "Allow OPTIONS in the firewall, at least with Access-Control-Request-Method.",
    client: "A GET, HEAD or POST without headers of its own needs no preflight.",
  },
  "NET-13": {
    ...noAnswerShared,
    title: "The server listens on another address of this host",
    summary: (evidence) => {
      const [open, closed] = [addressWords(evidence, true), addressWords(evidence, false)];
      return `Nothing answers at ${closed === "" ? host(evidence) : closed}, but something listens at ${open}.`;
    },
    about: `A host may have an IPv4 and an IPv6 address, and a server may listen on one of them: \`localhost\` is \`127.0.0.1\` to some programs and \`::1\` to others. ${otherKinds}`,
    server: "Listen on both: `::` takes both families on most systems, and `localhost` may take one.",
    client: "Call the address that the server listens on, or its name.",
  },
  "NET-14": {
    ...noAnswerShared,
    title: "The recording has no answer",
    summary: (evidence) =>
      `The recording does not have the answer to ${evidence.exchange?.method ?? evidence.request.method} ${shortUrl(urlOf(evidence))}${detail(evidence, ": ")}`,
    wanted: () => "not in the recording",
    about:
      "A HAR file holds what developer tools showed. Of a request that was blocked they may have neither the preflight nor the headers that came, and then the reason cannot be told from it.",
    server: "Nothing.",
    client: "Record it again with the developer tools open from the start, or check the URL itself.",
  },
  "TLS-03": {
    ...noAnswerShared,
    title: "The certificate is self-signed",
    summary: (evidence) =>
      `The certificate of ${host(evidence)} is signed by itself, so no browser trusts it unless its user does.`,
    about: `Development servers make such certificates. A page cannot ask for trust: the browser refuses its request, and shows no warning. ${otherKinds}`,
    server: "Use a certificate of an authority that browsers know; on one machine, one that mkcert makes.",
    client: "Open the URL in a tab and accept the certificate there; `--insecure` checks CORS regardless.",
  },
  "TLS-04": {
    ...noAnswerShared,
    title: "The certificate is out of date",
    summary: (evidence) =>
      evidence.facts.certificate === "not-yet-valid"
        ? `The certificate of ${host(evidence)} is not valid yet: a clock is wrong, there or here.`
        : `The certificate of ${host(evidence)} has expired.`,
    about: `A certificate holds for some months, and was not renewed. ${otherKinds}`,
    server: "Renew the certificate, and let that happen by itself.",
    client: "Look at the clock of this machine; `--insecure` checks CORS regardless.",
  },
  "TLS-05": {
    ...noAnswerShared,
    title: "The certificate is for another name",
    summary: (evidence) => `The certificate of ${host(evidence)} is for another name${detail(evidence, ": ")}`,
    about: `The server has a certificate, and not for the name in the URL: another host of the same machine, an address instead of a name, a subdomain that it leaves out. ${otherKinds}`,
    server: "Get a certificate that has this name too.",
    client: "Call the name that is in the certificate; `--insecure` checks CORS regardless.",
  },
  "TLS-06": {
    ...noAnswerShared,
    title: "https, where the port speaks http",
    summary: (evidence) =>
      `${host(evidence)} speaks http at this port, and the page calls it with https: call ${withScheme(evidence, "http")}, or serve TLS there.`,
    about: `The port gets a TLS handshake and does not know what that is. ${otherKinds}`,
    server: "Serve TLS at the port, if the page is https.",
    client: "Call the http URL; a secure page cannot, but for this machine's own addresses.",
  },
};
