import type { AddressSpace, Trace } from "@concors/browser/engine";
import { isLoopbackName } from "./origin-difference.ts";

/**
 * Whether Chromium wants the user's permission: a secure page of a public address calls one of the local network or of
 * the machine itself. A page that is not secure is refused, and its trace says so.
 *
 * @param page where the page was loaded from
 * @see https://wicg.github.io/local-network-access/
 */
export function needsLocalNetworkPermission(
  { engine, exchanges, request }: Trace,
  page: AddressSpace | undefined,
): boolean {
  if (engine !== "chromium" || !URL.canParse(request.pageUrl)) return false;
  const { hostname, protocol } = new URL(request.pageUrl);
  const from = page ?? spaceOf(hostname);
  return (
    protocol === "https:" &&
    exchanges.some(({ response }) => {
      const address = response?.remoteAddress ?? null;
      return address !== null && privacy[spaceOf(address)] > privacy[from];
    })
  );
}

const privacy: Readonly<Record<AddressSpace, number>> = { public: 0, local: 1, loopback: 2 };

/** Where a host or an address is. NB: The engine has the same for itself; this package takes its types alone. */
export function spaceOf(host: string): AddressSpace {
  const address = host
    .replace(/^\[|\]$/g, "")
    .replace(/^::ffff:/i, "")
    .toLowerCase();
  if (isLoopbackName(address) || address === "::1") return "loopback";
  const isLocal =
    /^(?:10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(address) ||
    /^(?:f[cd]|fe[89ab])[0-9a-f]*:/.test(address);
  return isLocal ? "local" : "public";
}
