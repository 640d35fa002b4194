import type { IncomingMessage, ServerResponse } from "node:http";
import type { Route } from "./route.ts";

/** Seconds until a page that waits for a server asks again. */
const interval = 1;

/** Says which server does not answer; a browser that shows it asks again until it does. */
export function writeWaiting({ method, headers }: IncomingMessage, response: ServerResponse, route: Route): void {
  const text = `Nothing answers on port ${route.port} yet, which serves ${route.prefix} here.`;
  const advice = "Start it, or look why it has ended: this page asks again each second.";
  const isPage = headers.accept?.includes("text/html") === true;
  const body = isPage ? page(text, advice) : `${text}\n`;
  response.writeHead(503, {
    "Content-Type": isPage ? "text/html; charset=utf-8" : "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    "Retry-After": String(interval),
  });
  response.end(method === "HEAD" ? undefined : body);
}

/** Says that nobody was asked to serve a path. */
export function writeNowhere(response: ServerResponse, routes: readonly Route[]): void {
  const known = routes.map(({ prefix, port }) => `${prefix} (port ${port})`).join(", ");
  response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
  response.end(`Nobody serves this path: there are ${known}. Say one for all others like --dev 3000=/\n`);
}

/** NB: Nothing of a request is in it; ports and prefixes are the user's own, without a sign that means something here. */
function page(text: string, advice: string): string {
  const safe = text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="${interval}">
<meta name="viewport" content="width=device-width">
<title>Waiting</title>
<style>:root { color-scheme: light dark } body { font: 1.1rem/1.5 system-ui; max-width: 40rem; margin: 20vh auto; padding: 0 1rem }</style>
<h1>Waiting for a server</h1>
<p>${safe}
<p>${advice}
</html>
`;
}
