import type { NetworkCauseCode } from "../cause-code.ts";
import type { Evidence } from "../evidence.ts";
import type { Message } from "../message.ts";
import { hostOf, shortUrl } from "../words.ts";

const host = ({ exchange, request }: Evidence): string => hostOf(exchange?.url ?? request.url);
const asked = ({ exchange, request }: Evidence): string =>
  exchange?.kind === "preflight" ? "the preflight" : `${request.method} ${shortUrl(exchange?.url ?? request.url)}`;

/** The end of a sentence: what the system said, which a transport puts after a colon. */
export const detail = ({ failure }: Evidence, separator: string): string => {
  const said = /: (.+?)\.?$/s.exec(failure.actual ?? "")?.[1];
  return said === undefined ? "." : `${separator}${said}.`;
};
const because = (evidence: Evidence): string => detail(evidence, ": ");

const noAnswer = (): string => "no answer came";
export const noAnswerShared: Pick<Message, "wanted" | "step" | "inconclusive"> = {
  wanted: noAnswer,
  step: null,
  inconclusive: true,
};

export const otherKinds =
  "The page sees the same bare error as for CORS (`Failed to fetch`, `NetworkError`, `Load failed`), but no answer came whose headers could be wrong.";

export const networkMessages: Record<NetworkCauseCode, Message> = {
  "NET-01": {
    ...noAnswerShared,
    title: "The name has no address",
    summary: (evidence) => `There is no address for ${host(evidence)}: DNS does not know the name.`,
    about: `The host's name is misspelt, or known only in another network. ${otherKinds}`,
    server: "Publish the name, or use one that is published.",
    client: "Look at the spelling of the host; connect to the network that knows it.",
  },
  "NET-02": {
    ...noAnswerShared,
    title: "Connection refused",
    summary: (evidence) => `Nothing listens at ${host(evidence)}: the connection was refused.`,
    about: `The server is not running, or listens on another port or address: a server on \`127.0.0.1\` is not on \`::1\`, and \`localhost\` may be either. ${otherKinds}`,
    server: "Start the server; have it listen on the address that is called.",
    client: "Look at the port.",
  },
  "NET-03": {
    ...noAnswerShared,
    title: "Connection closed without an answer",
    summary: (evidence) =>
      evidence.exchange?.kind === "preflight"
        ? `${host(evidence)} closed the connection instead of answering the preflight: a firewall may not let OPTIONS pass.`
        : `${host(evidence)} closed the connection instead of answering ${asked(evidence)}.`,
    about: `The server crashed, or something between drops the request. If only OPTIONS is dropped, it is a firewall's rule. ${otherKinds}`,
    server: "Look at the server's and the firewall's logs; let OPTIONS pass.",
    client: "Look at the scheme: http spoken to an https port is closed too.",
  },
  "NET-04": {
    ...noAnswerShared,
    title: "No connection in time",
    summary: (evidence) => `No connection to ${host(evidence)} came about in time.`,
    about: `A firewall drops the packets, or the host is down. ${otherKinds}`,
    server: "Open the port.",
    client: "Look at the host and the port; connect to the network that reaches it.",
  },
  "NET-05": {
    ...noAnswerShared,
    title: "No answer in time",
    summary: (evidence) => `${host(evidence)} did not answer ${asked(evidence)} in time.`,
    about: `The connection stands, and no answer comes. ${otherKinds}`,
    server: "Look at what the server is busy with. A preflight should never take long.",
    client: "Wait longer: `--timeout`.",
  },
  "NET-06": {
    ...noAnswerShared,
    title: "The answer is not HTTP",
    summary: (evidence) => `What ${host(evidence)} answered is not HTTP${because(evidence)}`,
    about: `Another protocol listens at the port, or the server breaks HTTP's rules. Firefox takes some of that for a CORS error with status 200. ${otherKinds}`,
    server: "Look at what listens at the port.",
    client: "Look at the port and the scheme.",
  },
  "NET-07": {
    ...noAnswerShared,
    title: "The network is unreachable",
    summary: (evidence) => `There is no way from here to ${host(evidence)}${because(evidence)}`,
    about: `The machine is offline, or has no IPv6. ${otherKinds}`,
    server: "Nothing.",
    client: "Connect to a network that reaches it.",
  },
  "NET-08": {
    ...noAnswerShared,
    title: "Aborted",
    summary: (evidence) => `${asked(evidence)} was aborted before an answer came.`,
    about: "The page's own `AbortSignal` ended it.",
    server: "Nothing.",
    client: "Do not abort it.",
  },
  "NET-09": {
    ...noAnswerShared,
    title: "The network failed",
    summary: (evidence) => `No answer came from ${host(evidence)}${because(evidence)}`,
    about: otherKinds,
    server: "Look at the server's log.",
    client: "Look at the host, the port and the scheme.",
  },
  "NET-10": {
    ...noAnswerShared,
    title: "The request was not sent",
    summary: (evidence) =>
      `Whether the page may read the answer to ${asked(evidence)} is not known: it was not sent, as it may change something${detail(evidence, ", and ")}`,
    wanted: () => "not sent; --send sends it",
    about:
      "A check sends only GET, HEAD and OPTIONS. What another method's answer carries is worked out from what these answer, and here that did not tell.",
    server: "Nothing.",
    client: "Run the check with `--send`, if it may change something.",
  },
  "TLS-01": {
    ...noAnswerShared,
    title: "The certificate is not trusted",
    summary: (evidence) => `The certificate of ${host(evidence)} is not trusted${because(evidence)}`,
    about: `It is self-signed, has run out, is for another name, or comes from an authority that is not known here. A browser that knows the authority may trust it. ${otherKinds}`,
    server: "Use a certificate for this name from an authority that browsers know.",
    client: "Open the URL in a tab to see what the browser thinks; `--insecure` checks CORS regardless.",
  },
  "TLS-02": {
    ...noAnswerShared,
    title: "TLS failed",
    summary: (evidence) => `No secure connection to ${host(evidence)} came about${because(evidence)}`,
    about: `The port does not speak TLS, or no version that both sides know. ${otherKinds}`,
    server: "Serve TLS 1.2 or newer at the port.",
    client: "If the server speaks http at this port, call http.",
  },
};
