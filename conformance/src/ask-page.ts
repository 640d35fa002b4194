import { readFileSync } from "node:fs";
import type { RequestListener } from "node:http";

/** The page that plays scenarios, its sandboxed frame, and the script of both. */
const pageFiles: Readonly<Record<string, { readonly type: string; readonly cookie?: string }>> = {
  "/page.html": { type: "text/html", cookie: "ck=1; Path=/" },
  "/frame.html": { type: "text/html" },
  "/run-steps.js": { type: "text/javascript" },
};

export const sendPageFile: RequestListener = (request, response) => {
  const path = request.url ?? "";
  const file = pageFiles[path];
  if (file === undefined) return void response.writeHead(404).end();
  response.writeHead(200, {
    "Content-Type": `${file.type}; charset=utf-8`,
    ...(file.cookie !== undefined && { "Set-Cookie": file.cookie }),
  });
  response.end(readFileSync(new URL(`../page${path}`, import.meta.url)));
};
