import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { helpPageScript, helpPageStyle, helpPageText } from "./help-page-text.ts";

/** Whether a person asks what this server is: for its root, and for a page. */
export function isHelpRequest({ method, url, headers }: IncomingMessage): boolean {
  return (method === "GET" || method === "HEAD") && url === "/" && headers.accept?.includes("text/html") === true;
}

/** The page may run what is on it, ask this server, and nothing else. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src ${hashOf(helpPageStyle)}`,
  `script-src ${hashOf(helpPageScript)}`,
  "img-src data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** @param canTry whether the policy lets the page call */
export function writeHelpPage(response: ServerResponse, isHead: boolean, canTry: boolean): void {
  const text = helpPageText(canTry);
  response.writeHead(200, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
    "Content-Security-Policy": contentSecurityPolicy,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
  });
  response.end(isHead ? undefined : text);
}
