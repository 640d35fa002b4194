import type { ServerResponse } from "node:http";
import type { BrowserName } from "../../src/real-browser/index.ts";
import {
  closedPort,
  selfSignedCertificate,
  serve,
  serveSecurely,
  serveTcp,
} from "../../../browser/test/support/servers.ts";

/** A page that fails for a reason that only looks like CORS, and what is made of its console. */
export interface Scene {
  readonly name: string;
  /** What the page is served with, and has in its head. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly head?: string;
  /** Where the page is; on localhost without https if it is left out. */
  readonly site?: "secure" | "public";
  /** Starts the server that the page asks, and gives the URL. */
  readonly target: (world: World) => Promise<string> | string;
  /** The body of the page's function, of the URL; a `fetch` whose status counts if it is left out. */
  readonly script?: (url: string) => string;
  /** The browsers that can play it, with the cause, or the note, that their words are read as. */
  readonly told: Partial<Readonly<Record<BrowserName, RegExp>>>;
}

/** What is there before a scene begins. */
export interface World {
  readonly page: string;
  readonly blocked: string;
  /** A server whose certificate the browser takes for every name. */
  readonly securePort: number;
}

const everyone = { "Access-Control-Allow-Origin": "*" };

/** Written out, since the words of a script are what it fails with. */
const inQuotes = (url: string): string => JSON.stringify(url);

async function open(headers: Readonly<Record<string, string>> = {}, body = "{}"): Promise<string> {
  const { origin } = await serve((_request, response) =>
    response.writeHead(200, { ...everyone, ...headers }).end(body),
  );
  return `${origin}/a`;
}

async function speaking(bytes: string): Promise<string> {
  const { origin } = await serveTcp((socket) => socket.once("data", () => socket.end(bytes)));
  return `${origin}/a`;
}

async function ending(send: (response: ServerResponse) => unknown): Promise<string> {
  const { origin } = await serve((_request, response) => send(response));
  return `${origin}/a`;
}

const all = (told: RegExp): Scene["told"] => ({ chromium: told, firefox: told, webkit: told });
/** Firefox says of every connection that fails that it did not succeed, and no more. */
const connection = (told: RegExp): Scene["told"] => ({ chromium: told, firefox: /NET-02.*NET-0[13]/, webkit: told });

const loads = (element: string) => (url: string) =>
  `const made = Object.assign(document.createElement("${element}"), { src: ${inQuotes(url)} });
   document.body.append(made);
   return new Promise((resolve) => { made.onload = () => resolve("200"); made.onerror = () => resolve("TypeError"); });`;

export const scenes: readonly Scene[] = [
  {
    name: "connection refused",
    target: async () => `http://127.0.0.1:${await closedPort()}/a`,
    told: connection(/NET-02/),
  },
  {
    name: "a name that has no address",
    target: () => "http://api.invalid/a",
    // The other two would ask the name server of this machine.
    told: { chromium: /NET-01/ },
  },
  {
    name: "a certificate that nobody vouches for",
    target: async () => {
      const { origin } = await serveSecurely(selfSignedCertificate("localhost"), (_request, response) =>
        response.end(),
      );
      return `${origin}/a`;
    },
    told: { chromium: /TLS-01/, firefox: /TLS-01/, webkit: /TLS-01/ },
  },
  {
    name: "https to a port that speaks http",
    target: async () => (await open()).replace("http:", "https:"),
    told: { chromium: /TLS-02/, firefox: /TLS-0[12]/, webkit: /TLS-02/ },
  },
  {
    name: "http to a port that speaks https",
    target: async () => {
      const { port } = await serveSecurely(selfSignedCertificate("localhost"), (_request, response) => response.end());
      return `http://127.0.0.1:${port}/a`;
    },
    told: connection(/NET-03/),
  },
  {
    name: "a connection that is reset",
    target: async () => `${(await serveTcp((socket) => socket.once("data", () => socket.resetAndDestroy()))).origin}/a`,
    told: connection(/NET-03/),
  },
  { name: "an empty reply", target: () => speaking(""), told: connection(/NET-03/) },
  {
    name: "mixed content",
    site: "secure",
    target: () => "http://api.test/a",
    told: { chromium: /MIX-01/, firefox: /MIX-01/ },
  },
  {
    name: "a policy of the page",
    headers: { "Content-Security-Policy": "connect-src 'self'" },
    target: () => open(),
    told: all(/CSP-01/),
  },
  {
    name: "a policy in the page",
    head: `<meta http-equiv="Content-Security-Policy" content="connect-src 'self'">`,
    target: () => open(),
    told: all(/CSP-01/),
  },
  {
    name: "a policy that takes the page's origin from it",
    headers: { "Content-Security-Policy": "sandbox allow-scripts" },
    target: async ({ page }) => (await open({ "Access-Control-Allow-Origin": page })).replace("127.0.0.1", "localhost"),
    told: all(/CORS-O09/),
  },
  {
    name: "an extension, or a content blocker",
    target: async ({ blocked }) => `${await open()}?${blocked}`,
    // Firefox says nothing of it but that it did not succeed.
    told: { chromium: /EXT-01/, firefox: /NET-02/, webkit: /EXT-01/ },
  },
  {
    name: "a host that is asked by https only: the origin is null",
    target: ({ securePort }) => `http://api.example.dev:${securePort}/own`,
    told: { chromium: /CORS-(?:O03|R05)|HSTS-01/ },
  },
  {
    name: "a host that is asked by https only: nothing is sent",
    target: ({ securePort }) => `http://api.example.dev:${securePort}/own`,
    script: (url) => `return (await fetch(${inQuotes(url)}, { method: "PUT" })).status`,
    told: { chromium: /CORS-P06|HSTS-01/ },
  },
  {
    name: "a private address, and no permission",
    site: "public",
    target: () => open(),
    told: { chromium: /CORS-L01/ },
  },
  {
    name: "a policy of the resource",
    target: () => open({ "Cross-Origin-Resource-Policy": "same-origin" }),
    script: (url) => `return (await fetch(${inQuotes(url)}, { mode: "no-cors" })).type`,
    told: all(/CORP-01/),
  },
  {
    name: "a script that is JSON, and nosniff",
    target: () => open({ "Content-Type": "application/json", "X-Content-Type-Options": "nosniff" }),
    script: loads("script"),
    // Chromium withholds it, and says nothing.
    told: { firefox: /ORB-01/, webkit: /ORB-01/ },
  },
  {
    name: "a body that is not gzip",
    target: () => open({ "Content-Encoding": "gzip" }, "plain"),
    script: (url) => `return (await fetch(${inQuotes(url)})).text()`,
    // WebKit does not mind.
    told: { chromium: /BODY-01/, firefox: /BODY-01/ },
  },
  {
    name: "a body that breaks off",
    target: () =>
      ending((response) => {
        response.writeHead(200, { ...everyone, "Content-Length": "100" }).write("0123456789");
        globalThis.setTimeout(() => response.destroy(), 20);
      }),
    script: (url) => `return (await fetch(${inQuotes(url)})).text()`,
    // WebKit says the same of a connection that ends without an answer.
    told: { chromium: /BODY-02/, firefox: /BODY-02/, webkit: /NET-03 BODY-02/ },
  },
  {
    name: "a status line that is none",
    target: () => speaking("HTTQ/1.1 200 OK\r\n\r\n"),
    told: { chromium: /NET-06/, webkit: /NET-06/ },
  },
  {
    name: "a port of another protocol",
    target: () => "http://127.0.0.1:6000/a",
    told: { chromium: /CORS-S04/, webkit: /CORS-S04/ },
  },
  {
    name: "a request that the page gave up",
    target: () => ending(() => {}),
    script: (url) => `const controller = new AbortController();
      globalThis.setTimeout(() => controller.abort(), 50);
      return (await fetch(${inQuotes(url)}, { signal: controller.signal })).status`,
    told: all(/NET-08/),
  },
  {
    name: "a request that the page did not wait for any longer",
    target: () => ending(() => {}),
    script: (url) => `return (await fetch(${inQuotes(url)}, { signal: AbortSignal.timeout(50) })).status`,
    // WebKit calls it an AbortError.
    told: all(/NET-08/),
  },
  {
    name: "a URL without its scheme",
    target: async () => (await open()).replace("http://127.0.0.1", "localhost"),
    told: all(/CORS-S01/),
  },
  {
    name: "a user and password in the URL",
    target: async () => (await open()).replace("http://", "http://u:p@"),
    told: all(/CORS-S06/),
  },
  {
    name: "a method that no page can use",
    target: () => open(),
    script: (url) => `return (await fetch(${inQuotes(url)}, { method: "TRACE" })).status`,
    told: all(/CORS-S06/),
  },
  {
    name: "no-cors, and then JSON",
    target: () => open(),
    script: (url) => `return (await fetch(${inQuotes(url)}, { mode: "no-cors" })).json()`,
    told: all(/CORS-X03/),
  },
  {
    name: "HTML instead of JSON",
    target: () => open({ "Content-Type": "text/html" }, "<!doctype html><title>Log in</title>"),
    script: (url) => `return (await fetch(${inQuotes(url)})).json()`,
    // WebKit has the same words for an answer that is empty.
    told: { chromium: /not CORS/, firefox: /not CORS/ },
  },
  {
    // The last one: the worker stays.
    name: "a service worker's opaque answer",
    target: () => open(),
    script: (url) => `await navigator.serviceWorker.register("/worker.js");
      await navigator.serviceWorker.ready;
      if (navigator.serviceWorker.controller === null)
        await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
      return (await fetch(${inQuotes(url)})).status`,
    // Chromium says nothing but that it failed.
    told: all(/SW-01/),
  },
];
