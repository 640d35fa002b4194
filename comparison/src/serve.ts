import { createServer, request } from "node:http";
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer, Application, Ask, Exchange, Server } from "./row.ts";

/** What the application says in its headers. */
export function headersOf(application: Application | undefined): Record<string, string> {
  if (application === "varies") return { Vary: "Accept-Language" };
  return application === "names an origin" ? { "access-control-allow-origin": "*" } : {};
}

/** Serves on a port of its own. */
export async function serve(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ask: (exchange) => askOverHttp(port, exchange),
    close: () => {
      // A request that is never answered would keep it open.
      server.closeAllConnections();
      server.close();
    },
  };
}

function askOverHttp(port: number, { method = "GET", headers = {} }: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, method, path: "/", headers, agent: false });
    sent.on("error", reject);
    sent.on("response", (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("end", () => {
        const { statusCode: status = 0, rawHeaders } = response;
        resolve({ status, headerList: pairsOf(rawHeaders), body });
      });
    });
    sent.end();
  });
}

function pairsOf(rawHeaders: readonly string[]): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index]!.toLowerCase(), rawHeaders[index + 1]!]);
  }
  return pairs;
}

/** Asks a handler of Fetch requests, without a network. */
export function askFetchHandler(handle: (request: Request) => Response | Promise<Response>): Ask {
  return async ({ method = "GET", headers = {} }) => {
    const response = await handle(new Request("http://127.0.0.1/", { method, headers }));
    return { status: response.status, headerList: [...response.headers], body: await response.text() };
  };
}
