import type { AddressInfo } from "node:net";
import type { ExitStatus } from "../../exit-status.ts";
import type { Io } from "../../io.ts";
import { printable } from "../../terminal/printable.ts";
import { listen } from "../listen.ts";
import { isPort } from "../settings/check-operation.ts";
import { isLoopback } from "../settings/exposure.ts";
import { urlOf } from "../url-of.ts";
import { createDevServer } from "./dev-server.ts";
import { parseRoutes } from "./route.ts";
import type { Route } from "./route.ts";

/** Flags that mean something with `--dev`. */
const known: ReadonlySet<string> = new Set(["dev", "host", "port"]);

/** Where it listens, unless somebody says otherwise: 8080 is where many an API does. */
const defaultPort = 8000;

/**
 * Serves servers of this machine from one origin until it is ended.
 *
 * @param options as commander leaves them
 * @throws UsageError if it cannot listen
 */
export async function runDev(options: Readonly<Record<string, unknown>>, io: Io): Promise<ExitStatus> {
  const { dev, host = "127.0.0.1", port: portText = String(defaultPort) } = options;
  const checked = parseRoutes(dev as readonly string[]);
  const port = /^\d{1,5}$/.test(String(portText)) ? Number(portText) : null;
  const messages = checked.ok ? [] : checked.messages.map((message) => `--dev: ${message}`);
  if (!isPort(port))
    messages.push(`--port: port ${JSON.stringify(portText)} is no port: a whole number from 0 to 65535.`);
  if (checked.ok && checked.routes.some((route) => route.port === port))
    messages.push(`--dev: ${String(port)} is where this proxy listens itself: say another with --port.`);
  const others = Object.entries(options).filter(([key, value]) => !known.has(key) && isSaid(value));
  if (others.length > 0)
    messages.push("--dev serves one origin to pages of that origin: beside it, only --host and --port mean something.");
  if (!checked.ok || port === null || messages.length > 0) {
    io.writeError(messages.map((message) => `concors: ${printable(message)}\n`).join(""));
    return 2;
  }
  const server = createDevServer(checked.routes, (route, answers) => {
    io.write(`${route.prefix}: port ${route.port} ${answers ? "answers" : "does not answer: waiting for it"}.\n`);
  });
  await listen(server, { host: String(host), port });
  io.write(startLines(urlOf(server.address() as AddressInfo), String(host), checked.routes));
  await io.interrupted();
  // Pages keep a WebSocket for news of their code: nobody waits for those.
  server.close();
  server.closeAllConnections();
  io.write("Stopped.\n");
  return 0;
}

function isSaid(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function startLines(url: string, host: string, routes: readonly Route[]): string {
  const width = Math.max(...routes.map(({ prefix }) => prefix.length));
  const lines = [
    `One origin for ${routes.length} ${routes.length === 1 ? "server" : "servers"}: ${url}/. Ctrl+C ends it.`,
    "",
    ...routes.map(({ prefix, port }) => `  ${prefix.padEnd(width)}  port ${port}`),
    "",
    ...(isLoopback(host) ? [] : ["warning: everybody who reaches this machine can open them.", ""]),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}
