import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createProxy, createProxyServer, createRateLimit } from "@concors/proxy";
import type { Exchange, Proxy } from "@concors/proxy";
import { createCors } from "concors";
import { UsageError } from "../usage-error.ts";
import { closeServer } from "./close-server.ts";
import { isHelpRequest, writeHelpPage } from "./help-page.ts";
import { addOwnOrigin, ownOrigin } from "./own-origin.ts";
import type { ProxySettings } from "./settings.ts";

/** A proxy that listens. */
export interface StartedProxy {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly inFlight: Proxy["inFlight"];
  /** @param hurry resolves when requests under way are to be broken off */
  readonly close: (hurry: Promise<void>) => Promise<void>;
}

/** @throws UsageError if it cannot listen there */
export async function startProxy(
  settings: ProxySettings,
  onExchange: (exchange: Exchange) => void,
): Promise<StartedProxy> {
  const { host, port, open: _, rateLimit, ...options } = settings;
  const limit = rateLimit === undefined ? undefined : createRateLimit(rateLimit);
  const proxy = createProxy({ ...options, limit, onExchange });
  const cors = createCors(options.callers);
  const answer: RequestListener = (request, response) => {
    if (isHelpRequest(request)) {
      writeHelpPage(response, request.method === "HEAD", ownOrigin(cors, request) !== null);
      return;
    }
    addOwnOrigin(cors, request);
    proxy.handle(request, response);
  };
  const server = createProxyServer(answer, options.webSockets === true ? proxy.handleUpgrade : undefined);
  await listen(server, port, host);
  return {
    url: urlOf(server.address() as AddressInfo),
    inFlight: proxy.inFlight,
    async close(hurry) {
      void hurry.then(() => proxy.close(0));
      // Both at once: the server waits for WebSockets, and it is the proxy that ends them.
      await Promise.all([closeServer(server, hurry), proxy.close()]);
    },
  };
}

/** Who listens on all addresses is reached by that of this machine. */
function urlOf({ address, family, port }: AddressInfo): string {
  if (address === "0.0.0.0" || address === "::") return `http://localhost:${port}`;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(port, host, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    throw new UsageError(whyNot(String(code), port, host));
  }
}

function whyNot(code: string, port: number, host: string): string {
  if (code === "EADDRINUSE") return `Something listens on port ${port} of ${host} already: say another with --port.`;
  if (code === "EACCES") return `Port ${port} is not yours to listen on: say one from 1024 on with --port.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `${host} is no address of this machine: say one with --host, or leave it out.`;
  return `It cannot listen on port ${port} of ${host}: ${code}.`;
}
