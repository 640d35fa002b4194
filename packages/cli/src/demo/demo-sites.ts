import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Two sites on this machine: a page, and an API of another origin with something wrong at every address but one. */
export interface DemoSites {
  readonly page: string;
  readonly api: string;
  readonly close: () => Promise<void>;
}

/** One address of the API: what it answers, and what is wrong with that. */
interface Endpoint {
  readonly path: string;
  readonly about: string;
  readonly answer: (request: IncomingMessage, response: ServerResponse, page: string) => void;
}

const endpoints: readonly Endpoint[] = [
  {
    path: "/items",
    about: "knows GET and PUT, and nothing of OPTIONS",
    answer: (request, response, page) => {
      if (request.method === "OPTIONS") response.writeHead(405, { Allow: "GET, PUT" }).end();
      else response.writeHead(200, allowing(page)).end("[]");
    },
  },
  {
    path: "/report",
    about: "fails, and its error has no CORS headers",
    answer: (_request, response) => response.writeHead(500).end("oops"),
  },
  {
    path: "/mine",
    about: "allows everyone (*), and the page includes credentials",
    answer: (_request, response) => response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end("{}"),
  },
  {
    path: "/fixed",
    about: "does it right",
    answer: (request, response, page) => {
      const granted = { "Access-Control-Allow-Methods": "PUT", "Access-Control-Allow-Headers": "Content-Type" };
      const isPreflight = request.method === "OPTIONS" && "access-control-request-method" in request.headers;
      if (isPreflight) response.writeHead(204, { ...allowing(page), ...granted }).end();
      else response.writeHead(200, allowing(page)).end("[]");
    },
  },
];

/** Starts both on ports that are free. */
export async function startDemoSites(): Promise<DemoSites> {
  let page = "";
  const api = createServer((request, response) => {
    const endpoint = endpoints.find(({ path }) => path === request.url);
    if (endpoint === undefined) response.writeHead(404).end();
    else endpoint.answer(request, response, page);
  });
  const apiUrl = await listen(api);
  const site = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(pageSource(apiUrl));
  });
  page = await listen(site);
  return { page, api: apiUrl, close: async () => void (await Promise.all([site, api].map(close))) };
}

function allowing(origin: string): Record<string, string> {
  return { "Access-Control-Allow-Origin": origin, Vary: "Origin" };
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The page makes the same requests, so that a real browser can be held against the check. */
function pageSource(api: string): string {
  const json = { method: "PUT", headers: { "Content-Type": "application/json" }, body: "[]" };
  const requests = [
    ["/items", json],
    ["/report", {}],
    ["/mine", { credentials: "include" }],
    ["/fixed", json],
  ];
  return `<!doctype html>
<meta charset="utf-8">
<title>concors demo</title>
<h1>What this browser may read of ${api}</h1>
<ul></ul>
<script type="module">
  for (const [path, init] of ${JSON.stringify(requests)}) {
    const item = document.querySelector("ul").appendChild(document.createElement("li"));
    const answer = await fetch("${api}" + path, init).then(({ status }) => "may read it: " + status, String);
    item.textContent = (init.method ?? "GET") + " " + path + ": " + answer;
  }
</script>
`;
}
