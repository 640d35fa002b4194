import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { PlayedRun } from "./runs/run-store.ts";

const script = readFileSync(new URL("../../page/frame.js", import.meta.url));

/** What everything of site A's page is sent with. */
const always = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" } as const;

/** Site A's own answers: its page in a run, and the page's script. False if it was asked for something else. */
export function sendFramePage(
  { url = "" }: IncomingMessage,
  response: ServerResponse,
  lab: string,
  find: (id: string) => PlayedRun | undefined,
): boolean {
  if (url === "/frame.js") {
    response.writeHead(200, { ...always, "Content-Type": "text/javascript; charset=utf-8" }).end(script);
    return true;
  }
  const [, id = ""] = /^\/runs\/([\w-]+)\/page$/.exec(url) ?? [];
  const played = find(id);
  if (played === undefined) return false;
  const { origin, pathname, protocol } = new URL(played.run.frame);
  response.writeHead(200, {
    ...always,
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": contentSecurityPolicy(origin, lab),
    "Set-Cookie": `ck=1; Path=${pathname.replace(/page$/, "")}${protocol === "https:" ? "; SameSite=None; Secure" : ""}`,
  });
  response.end(pageSource(lab));
  return true;
}

/** The Lab alone may show it; it runs its one script, and that may ask whomever a page without a policy could. */
function contentSecurityPolicy(origin: string, lab: string): string {
  return [
    "default-src 'none'",
    // NB: Not 'self': a sandboxed page is nobody.
    `script-src ${origin}`,
    "connect-src * data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${lab}`,
  ].join("; ");
}

function pageSource(lab: string): string {
  return `<!doctype html>
<html lang="en" data-lab="${lab}">
<meta charset="utf-8">
<title>Site A</title>
<script src="/frame.js"></script>
</html>
`;
}
