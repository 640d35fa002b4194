import { validateHeaderValue } from "node:http";
import type { IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";
import { isHopByHop, namedByConnection, withHyphens } from "../headers/hop-by-hop.ts";

/** What the connector writes, and what was answered here. */
const notForTargets: ReadonlySet<string> = new Set([
  "access-control-request-headers",
  "access-control-request-method",
  "content-length",
  "expect",
  "host",
  "http2-settings",
]);

export interface TargetHeaderRules {
  readonly removeHeaders: readonly string[];
  readonly setHeaders: Readonly<Record<string, string>>;
  readonly xfwd: boolean;
}

/**
 * The header lines that a target is sent: all that the client sent, and what whoever runs this proxy made of them.
 *
 * @throws TypeError if a header has a value that cannot be written
 */
export function targetHeaders(
  request: IncomingMessage,
  { removeHeaders, setHeaders, xfwd }: TargetHeaderRules,
): string[] {
  // NB: Not the raw lines: handleInitialRequest may have changed these.
  const headers: Record<string, string | string[] | undefined> = { ...request.headers };
  if (headers["cookie"] === sentCookie(request)) delete headers["cookie"];
  delete headers["cookie2"];
  for (const name of removeHeaders) delete headers[name];
  Object.assign(headers, setHeaders);
  if (xfwd) Object.assign(headers, forwardedHeaders(request, headers));

  const named = namedByConnection(request.rawHeaders);
  const lines: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || notForTargets.has(name)) continue;
    if (isHopByHop(withHyphens(name)) || named.includes(withHyphens(name))) continue;
    for (const line of [value].flat()) {
      validateHeaderValue(name, line);
      lines.push(name, line);
    }
  }
  return lines;
}

/** The cookie that a browser sent, which is one of this proxy's own host; what somebody has set in its place is not. */
function sentCookie({ rawHeaders }: IncomingMessage): string {
  return rawHeaders
    .filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === "cookie")
    .join("; ");
}

function forwardedHeaders(
  { headers: { host = "" }, socket }: IncomingMessage,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const isSecure = isEncrypted(socket);
  const values = {
    "x-forwarded-for": socket.remoteAddress ?? "",
    "x-forwarded-port": /:(\d+)/.exec(host)?.[1] ?? (isSecure ? "443" : "80"),
    "x-forwarded-proto": isSecure ? "https" : "http",
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, [headers[name] ?? [], value].flat().join(",")]),
  );
}

export function isEncrypted(socket: IncomingMessage["socket"]): boolean {
  return (socket as Partial<TLSSocket>).encrypted === true;
}
