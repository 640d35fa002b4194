import type { ServerFix } from "../explanation.ts";
import type { Grant } from "./grant.ts";
import { credentialsHeaders, isPublic, preflightHeaders } from "./grant-headers.ts";

/**
 * `python3 -m http.server` has no setting for headers; a subclass of its handler has. It is no server to write policies
 * for, so `@concors/config` has no target for it.
 *
 * @param url that the request failed at
 */
export function pythonHttpServerFix(grant: Grant, url: URL): Pick<ServerFix, "name" | "parts"> {
  return {
    name: "Python's http.server",
    parts: [
      {
        path: "serve.py",
        where: "run in the same folder: python3 -m http.server itself cannot send headers",
        language: "python",
        code: [
          "from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer",
          "class Handler(SimpleHTTPRequestHandler):",
          ...handlerMethods(grant).map((line) => `    ${line}`),
          `ThreadingHTTPServer((${JSON.stringify(bindAddress(url))}, ${url.port || 80}), Handler).serve_forever()`,
        ].join("\n"),
      },
    ],
  };
}

function handlerMethods(grant: Grant): string[] {
  // Whoever asks is sent one fixed value.
  const one = grant.origins.length === 1;
  const answer = [
    `self.send_header("Access-Control-Allow-Origin", ${one ? JSON.stringify(grant.origins[0]) : "origin"})`,
    ...credentialsHeaders(grant).map(([name, value]) => send(name, value)),
  ];
  const methods = [
    "def end_headers(self):",
    ...(isPublic(grant) ? [] : [`    ${send("Vary", "Origin")}`]),
    ...(one
      ? []
      : [
          '    origin = getattr(self, "headers", {}).get("Origin")',
          `    if origin in ${JSON.stringify(grant.origins)}:`,
        ]),
    ...answer.map((line) => `${one ? "    " : "        "}${line}`),
    "    super().end_headers()",
  ];
  if (grant.preflight === null) return methods;
  const granted = preflightHeaders(grant).map(([name, value]) => `    ${send(name, value)}`);
  return [...methods, "def do_OPTIONS(self):", "    self.send_response(204)", ...granted, "    self.end_headers()"];
}

function send(name: string, value: string): string {
  return `self.send_header(${JSON.stringify(name)}, ${JSON.stringify(value)})`;
}

/** Loopback stays loopback; anything else was reachable from outside before. */
function bindAddress({ hostname }: URL): string {
  return hostname === "localhost" || hostname.startsWith("127.") ? "127.0.0.1" : "";
}
