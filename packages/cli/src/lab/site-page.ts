import type { IncomingMessage, ServerResponse } from "node:http";
import type { SiteAddress } from "./runs/site-listener.ts";

/** What a person sees who opens a site by hand, as one does to accept its certificate. False if something else was asked for. */
export function sendSitePage(
  { method, url }: IncomingMessage,
  response: ServerResponse,
  { site }: SiteAddress,
): boolean {
  if (url !== "/" || (method !== "GET" && method !== "HEAD")) return false;
  response.writeHead(200, {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(`This is site ${site} of the Lab. The browser can reach it: you can close this tab.\n`);
  return true;
}
