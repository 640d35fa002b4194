/**
 * Whether a URL matches one source expression of a policy.
 *
 * @param origin the page's serialized origin, which 'self' is
 * @see https://w3c.github.io/webappsec-csp/#match-url-to-source-expression
 */
export function matchesSource(expression: string, url: URL, origin: string, redirectCount: number): boolean {
  const source = expression.toLowerCase();
  const self = URL.canParse(origin) ? new URL(origin) : null;
  if (source === "'self'") return self !== null && matchesSelf(url, self);
  if (source === "*") return isNetworkScheme(url.protocol) || url.protocol === self?.protocol;
  if (/^[a-z][a-z0-9+.-]*:$/.test(source)) return matchesScheme(source, url.protocol);
  const parts = /^(?:([a-z][a-z0-9+.-]*:)\/\/)?([^/:?#]+|\[[^\]]+\])(?::(\d+|\*))?(\/[^?#]*)?$/i.exec(expression);
  if (parts === null) return false;
  const [, scheme, host = "", port = "", path = ""] = parts;
  const wantedScheme = scheme?.toLowerCase() ?? self?.protocol ?? null;
  return (
    wantedScheme !== null &&
    matchesScheme(wantedScheme, url.protocol) &&
    matchesHost(host.toLowerCase(), url.hostname) &&
    matchesPort(port, url, wantedScheme) &&
    (redirectCount > 0 || matchesPath(path, url.pathname))
  );
}

function isNetworkScheme(scheme: string): boolean {
  return scheme === "http:" || scheme === "https:" || scheme === "ws:" || scheme === "wss:";
}

/** A policy written for http allows https as well. */
function matchesScheme(wanted: string, scheme: string): boolean {
  return wanted === scheme || (wanted === "http:" && scheme === "https:");
}

function matchesHost(wanted: string, host: string): boolean {
  return wanted === "*" || (wanted.startsWith("*.") ? host.endsWith(wanted.slice(1)) : host === wanted);
}

function matchesPort(wanted: string, url: URL, wantedScheme: string): boolean {
  if (wanted === "*") return true;
  // The default port of the URL's scheme is written as none.
  if (wanted === "") return url.port === "";
  const port = portOf(url);
  return wanted === port || (wanted === "80" && port === "443" && matchesScheme(wantedScheme, url.protocol));
}

function portOf({ port, protocol }: URL): string {
  if (port !== "") return port;
  return protocol === "https:" ? "443" : "80";
}

function matchesPath(wanted: string, path: string): boolean {
  if (wanted === "" || wanted === "/") return true;
  const [a, b] = [decoded(wanted), decoded(path)];
  return a.endsWith("/") ? b.startsWith(a) : a === b;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function matchesSelf(url: URL, self: URL): boolean {
  if (url.origin === self.origin) return true;
  const isUpgrade = self.protocol === "http:" && url.protocol === "https:";
  return url.hostname === self.hostname && isUpgrade && url.port === "" && (self.port === "" || self.port === "80");
}
