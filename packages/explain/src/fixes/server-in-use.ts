import type { Exchange } from "@concors/browser/engine";
import type { HeaderList } from "concors/protocol";
import { get } from "concors/protocol";
import type { ServerName } from "../explanation.ts";

/** A server that an answer came from, or through. */
export interface ServerInUse {
  readonly server: ServerName;
  /** The header that tells. */
  readonly detectedFrom: string;
}

/** An application comes before the server in front of it: it is the one to change. */
const clues: readonly (readonly [header: string, pattern: RegExp, server: ServerName])[] = [
  ["X-Powered-By", /^Express/i, "express"],
  ["X-Powered-By", /^PHP/i, "php"],
  ["Server", /Werkzeug/i, "flask"],
  ["Server", /^WSGIServer\/.*CPython/i, "django"],
  ["Server", /^(?:uvicorn|hypercorn)/i, "fastapi"],
  ["Server", /^(?:SimpleHTTP|BaseHTTP)\//i, "python-http-server"],
  ["Server", /^AmazonS3/i, "s3"],
  ["Server", /^(?:nginx|openresty|tengine)/i, "nginx"],
  ["Server", /^Apache(?:\/|$| )/i, "apache"],
  ["Server", /^Caddy/i, "caddy"],
  ["Server", /^Microsoft-IIS/i, "iis"],
];

/** The servers that the answers of a trace tell of; empty if they keep it to themselves. */
export function serversInUse(exchanges: readonly Exchange[]): ServerInUse[] {
  const found: ServerInUse[] = [];
  for (const { response } of exchanges.toReversed()) {
    if (response === null) continue;
    for (const inUse of serversOf(response.headers, response.status)) {
      if (!found.some(({ server }) => server === inUse.server)) found.push(inUse);
    }
  }
  return found;
}

function serversOf(headers: HeaderList, status: number): ServerInUse[] {
  const found = clues.flatMap(([header, pattern, server]): ServerInUse[] => {
    const value = get(headers, header);
    return value !== null && pattern.test(value) ? [{ server, detectedFrom: `${header}: ${value}` }] : [];
  });
  if (!found.some(({ server }) => server === "express") && isExpressErrorPage(headers, status)) {
    found.unshift({ server: "express", detectedFrom: "the headers of its error page" });
  }
  return found;
}

/** What Express's finalhandler sends with every error, even if X-Powered-By is turned off. */
function isExpressErrorPage(headers: HeaderList, status: number): boolean {
  return (
    status >= 400 &&
    get(headers, "Content-Security-Policy") === "default-src 'none'" &&
    get(headers, "X-Content-Type-Options") === "nosniff" &&
    (get(headers, "Content-Type") ?? "").startsWith("text/html")
  );
}
