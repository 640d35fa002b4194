import type { Exchange } from "@concors/browser/engine";
import type { HeaderList } from "concors/protocol";
import { get } from "concors/protocol";
import type { ServerName } from "../explanation.ts";

/** A server that an answer came from, or through. */
export interface ServerInUse {
  readonly server: ServerName;
  /** The header that tells. */
  readonly detectedFrom: string;
  /** The server's version, as `1.22.1`; null if it keeps it to itself. */
  readonly version: string | null;
}

/**
 * What servers say of themselves, the version in parentheses where it is one that a configuration depends on. An
 * application comes before the server in front of it: it is the one to change.
 *
 * NB: `CF-Ray` tells of Cloudflare, but not of what is behind it; HAProxy and Traefik tell nothing.
 */
const clues: readonly (readonly [header: string, pattern: RegExp, server: ServerName])[] = [
  ["X-Powered-By", /^Express/i, "express"],
  ["X-Powered-By", /^PHP(?:\/([\d.]+\d))?/i, "php"],
  ["Server", /Werkzeug/i, "flask"],
  ["Server", /^WSGIServer\/.*CPython/i, "django"],
  ["Server", /^gunicorn/i, "flask"],
  ["Server", /^gunicorn/i, "django"],
  ["Server", /^(?:uvicorn|hypercorn)/i, "fastapi"],
  ["Server", /^Kestrel/i, "aspnet-core"],
  ["X-Application-Context", /./, "spring"],
  // Of Rack, where Rails puts it.
  ["X-Runtime", /^\d+\.\d+$/, "rack-cors"],
  ["Server", /^(?:SimpleHTTP|BaseHTTP)\//i, "python-http-server"],
  ["Server", /^AmazonS3/i, "s3"],
  ["Server", /^MinIO/i, "minio"],
  ["Server", /^Windows-Azure-/i, "azure-storage"],
  ["X-GUploader-UploadID", /./, "gcs"],
  ["X-Amz-Apigw-Id", /./, "api-gateway-rest"],
  ["Apigw-Requestid", /./, "api-gateway"],
  ["X-Vercel-Id", /./, "vercel"],
  ["X-Nf-Request-Id", /./, "netlify"],
  ["Server", /^Netlify/i, "netlify"],
  ["Server", /^istio-envoy/i, "istio"],
  ["Server", /^envoy/i, "envoy"],
  ["X-Envoy-Upstream-Service-Time", /./, "envoy"],
  ["Server", /^kong(?:\/([\d.]+\d))?/i, "kong"],
  ["Via", /\bkong(?:\/([\d.]+\d))?/i, "kong"],
  ["X-Kong-Upstream-Latency", /./, "kong"],
  ["Server", /^nginx(?:\/([\d.]+\d))?/i, "nginx"],
  ["Server", /^openresty(?:\/(\d+\.\d+\.\d+))?/i, "nginx"],
  ["Server", /^tengine/i, "nginx"],
  ["Server", /^Apache(?:\/([\d.]+\d)|$| )/i, "apache"],
  ["Server", /^Caddy/i, "caddy"],
  ["Server", /^lighttpd(?:\/([\d.]+\d))?/i, "lighttpd"],
  ["Server", /^Microsoft-IIS/i, "iis"],
  ["Via", /\(Varnish(?:\/([\d.]+\d))?\)/i, "varnish"],
  ["X-Varnish", /./, "varnish"],
  ["X-Amz-Cf-Id", /./, "cloudfront"],
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
    const match = value === null ? null : pattern.exec(value);
    return match === null ? [] : [{ server, detectedFrom: `${header}: ${value}`, version: match[1] ?? null }];
  });
  if (!found.some(({ server }) => server === "express") && isExpressErrorPage(headers, status)) {
    found.unshift({ server: "express", detectedFrom: "the headers of its error page", version: null });
  }
  // A fetch of Envoy's through Istio's sidecar says both.
  const isIstio = found.some(({ server }) => server === "istio");
  return isIstio ? found.filter(({ server }) => server !== "envoy") : found;
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
