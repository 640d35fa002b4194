// Sends each scenario to cors-anywhere and to this package's compat, in a network of their own, and writes what came of it.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { createServer as createNetServer } from "node:net";
import type { Socket } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { createServer as createCompat } from "../../src/compat/index.ts";
import type { CompatOptions, Location } from "../../src/compat/index.ts";
import { setups } from "./scenarios.ts";
import type { Answer, Scenario } from "./scenarios.ts";

/** What came of a scenario. The proxy's own port is `PORT`. */
export interface Outcome {
  /** Null if there was no answer in time. */
  readonly status: number | null;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isComplete: boolean;
  readonly seen: readonly Seen[];
}

/** A request that reached a target. */
export interface Seen {
  readonly scheme: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Milliseconds, after which there is no answer. */
const patience = 4000;

let answers: readonly Answer[] = [];
let seen: Seen[] = [];
// Whichever of the two fails, the other is asked nevertheless.
let giveUp = (): void => {};
process.on("uncaughtException", () => giveUp());

function target(scheme: string): Server {
  return createServer((incoming, response) => {
    const answer = answers[Math.min(seen.length, answers.length - 1)]!;
    const { method = "", url = "", headers } = incoming;
    const chunks: Buffer[] = [];
    const about = { scheme, method, url, headers: joined(Object.entries(headers)), body: "" };
    seen.push(about);
    const index = seen.length - 1;
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      seen[index] = { ...about, body: Buffer.concat(chunks).toString("latin1") };
      write(answer, response.socket!, method);
    });
  });
}

/** By hand, so that it can be wrong. */
function write({ status, headers, body, breaks }: Answer, socket: Socket, method: string): void {
  const hasBody = method !== "HEAD" && status !== 204 && status !== 304;
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = (more: string): string => `HTTP/1.1 ${status} Reason\r\nDate: now\r\n${lines}${more}\r\n`;
  if (breaks === "at once") socket.destroy();
  else if (breaks === "nothing") socket.end("HTTP/1.1 nonsense\r\n\r\n");
  else if (breaks === "in the body" && hasBody) socket.end(`${head("Content-Length: 100000\r\n")}${body}`);
  else if (breaks === "in a chunk" && hasBody) socket.end(`${head("Transfer-Encoding: chunked\r\n")}no chunk\r\n`);
  else if (hasBody) socket.end(`${head(`Content-Length: ${Buffer.byteLength(body)}\r\n`)}${body}`);
  else socket.end(head(""));
}

function joined(
  entries: readonly (readonly [string, string | readonly string[] | undefined])[],
): Record<string, string> {
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** Each of the two has a port of its own. */
function masker(server: Server): (text: string) => string {
  const { port } = server.address() as AddressInfo;
  return (text) => text.replace(new RegExp(`\\b${port}\\b`, "g"), "PORT");
}

function masked(one: Seen, server: Server): Seen {
  const mask = masker(server);
  return { ...one, headers: joined(Object.entries(one.headers).map(([name, value]) => [name, mask(value)])) };
}

function optionsOf(setup: (typeof setups)[number]): CompatOptions {
  return {
    ...setup,
    ...("handleInitialRequest" in setup && { handleInitialRequest: tell }),
    ...("checkRateLimit" in setup && {
      checkRateLimit: (origin: string) => (origin.endsWith("a.test") ? "Wait." : undefined),
    }),
  } as CompatOptions;
}

/** Answers half of the requests with what they ask for. */
function tell(incoming: IncomingMessage, response: ServerResponse, location: Location | null): boolean {
  response.setHeader("x-hook", "1");
  if (incoming.method !== "GET") return false;
  response.end(JSON.stringify(location));
  return true;
}

async function ask({ method, target: text, headers, body }: Scenario, server: Server): Promise<Omit<Outcome, "seen">> {
  const { port } = server.address() as AddressInfo;
  const mask = masker(server);
  return new Promise((resolve) => {
    const none = { status: null, reason: "", headers: {}, body: "", isComplete: false };
    const sent = request({
      port,
      host: "127.0.0.1",
      method,
      path: `/${text}`,
      headers: Object.fromEntries(headers),
      agent: false,
    });
    giveUp = () => {
      resolve(none);
      sent.destroy();
    };
    const late = setTimeout(giveUp, patience);
    sent.on("error", () => resolve(none));
    sent.on("response", (answer) => {
      const chunks: Buffer[] = [];
      answer.on("error", () => {});
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("close", () => {
        clearTimeout(late);
        const all = Object.entries(answer.headers).map(([name, value]) => [name, mask(String(value))] as const);
        resolve({
          status: answer.statusCode ?? 0,
          reason: answer.statusMessage ?? "",
          headers: joined(all),
          body: mask(Buffer.concat(chunks).toString("latin1")),
          isComplete: answer.complete,
        });
      });
    });
    sent.end(body ?? undefined);
  });
}

async function main(): Promise<void> {
  const tls = { cert: readFileSync(process.env["PEER_CERTIFICATE"]!), key: readFileSync(process.env["PEER_KEY"]!) };
  const plain = target("http");
  const secure = createSecureServer(tls, (incoming, response) => void securely.emit("request", incoming, response));
  const securely = target("https");
  for (const port of [80, 443, 1234])
    createNetServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", (first) => {
        socket.pause();
        socket.unshift(first);
        (first[0] === 0x16 ? secure : plain).emit("connection", socket);
        process.nextTick(() => socket.resume());
      });
    }).listen(port, "127.0.0.1");

  const suite = process.env["PEER_SUITE"]!;
  const peer = createRequire(join(suite, "x.js"))("./") as { createServer: (options: object) => Server };
  const extra = { targets: { privateNetworks: ["127.0.0.0/8"] }, helpFile: join(suite, "lib", "help.txt") };
  const pairs = setups.map((setup) => [
    peer.createServer(optionsOf(setup)),
    createCompat({ ...extra, ...optionsOf(setup) }),
  ]);
  for (const server of pairs.flat()) await once(server.listen(0, "127.0.0.1"), "listening");

  const scenarios = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as readonly Scenario[];
  const outcomes: Outcome[][] = [];
  for (const scenario of scenarios) {
    const both: Outcome[] = [];
    for (const server of pairs[scenario.setup]!) {
      ({ answers } = scenario);
      seen = [];
      const outcome = await ask(scenario, server);
      both.push({ ...outcome, seen: seen.map((one) => masked(one, server)) });
    }
    outcomes.push(both);
  }
  process.stdout.write(JSON.stringify(outcomes), () => process.exit());
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
