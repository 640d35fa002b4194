import type { HeaderList } from "concors/protocol";
import { redactHeaders, redactUrl } from "../redact.ts";
import type { AuditEvidence } from "./audit-report.ts";
import { cacheHeader } from "./conversation.ts";
import type { AuditExchange } from "./exchange.ts";

/** Takes out of a text what the user gave as a secret, wherever a server repeats it. */
export type Redact = (text: string) => string;

/** Shorter ones are found in ordinary words. */
const shortestSecret = 6;

/** @param credentials headers whose values nobody is to see */
export function redactorOf(credentials: HeaderList): Redact {
  const secrets = credentials
    .flatMap(([, value]) => [
      value,
      ...value.split(/[;,\s]+/).flatMap((part) => [part, part.slice(part.indexOf("=") + 1)]),
    ])
    .filter((secret) => secret.length >= shortestSecret && !/^(?:basic|bearer|digest|negotiate)$/i.test(secret))
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
}

/** Headers that say something about CORS, or about caches. */
const telling = /^(?:access-control-.*|vary|cache-control|expires|age|location)$/i;

/** A header, or a URL, longer than this is cut: a server may send as much as it likes. */
const mostCharacters = 300;

/** What shows a finding, without secrets. */
export function evidenceOf(
  { answer, request }: AuditExchange,
  credentials: HeaderList,
  header: string,
  redact: Redact,
): AuditEvidence {
  const given = new Set(credentials.map(([name]) => name.toLowerCase()));
  const hidden = (headerList: HeaderList): HeaderList =>
    redactHeaders(headerList).map(([name, value]) => [name, given.has(name.toLowerCase()) ? "***" : value]);
  const isTelling = (name: string): boolean =>
    telling.test(name) || cacheHeader.test(name) || name.toLowerCase() === header.toLowerCase();
  const line = ([name, value]: readonly [string, string]): string => cut(redact(`${name}: ${value}`));
  const answered = hidden(answer.headerList.filter(([name]) => isTelling(name)))
    .slice(0, 20)
    .map(line);
  const isThere = answer.headerList.some(([name]) => name.toLowerCase() === header.toLowerCase());
  return {
    request: [
      cut(redact(`${request.method} ${redactUrl(request.url.href)}`)),
      ...hidden(request.headerList)
        .filter(([name]) => !/^(?:accept|referer|sec-fetch-.*)$/i.test(name))
        .map(line),
    ],
    status: answer.status,
    // What decides may be that a line is missing.
    answer: isThere || header === "Host" ? answered : [...answered, `(no ${header})`],
  };
}

export function cut(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)}…`;
}
