// Runs where every address is this machine's own, so that nothing leaves it: test/ssrf/ssrf.test.ts starts it there.
import { createServer } from "node:http";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { createProxy } from "../../src/index.ts";
import { publicAddresses, startNameServer } from "./name-server.ts";

/** What became of one vector. */
export interface Outcome {
  readonly id: string;
  /** For each form in which it was asked for, each time. */
  readonly statuses: readonly number[];
  /** Addresses of the canary that were reached, and that no public server can have. */
  readonly reached: readonly string[];
}

const [privateNetworks = "[]", rows = "[]", silent = "0"] = process.argv.slice(2);
const vectors = JSON.parse(rows) as (readonly [id: string, url: string])[];

/** Addresses that the canary was reached at. */
let hits: string[] = [];

/** On every address: it says where it was reached, and redirects if it is asked to. */
const canary = createServer((request, response) => {
  hits.push((request.socket.localAddress ?? "").replace(/^::ffff:(?=\d+\.)/, ""));
  // Each request has a connection of its own, for which its name is asked about again.
  response.setHeader("Connection", "close");
  const { searchParams } = new URL(request.url ?? "/", "http://canary.test");
  const to = searchParams.get("to");
  if (to === null) response.end("the canary");
  else response.writeHead(Number(searchParams.get("c") ?? 302), { location: Buffer.from(to).toString("latin1") }).end();
});

async function main(): Promise<void> {
  await startNameServer();
  await new Promise<void>((resolve) => canary.listen(80, "::", resolve));
  const proxy = createProxy({
    callers: { origins: "*" },
    targets: { hosts: ["*"], privateNetworks: JSON.parse(privateNetworks) as string[] },
    limits: { connectTimeout: 2000, headersTimeout: 2000 },
  });
  const server = await proxy.listen(0);
  const { port } = server.address() as AddressInfo;

  // Nobody waits for these, but whoever has to look them up.
  for (let name = 0; name < Number(silent); name++) void ask(`/http://silent${name}.lab.com/`, port);
  const outcomes: Outcome[] = [];
  for (const [id, url] of vectors) {
    const outcome = await play(id, url, port);
    outcomes.push(outcome);
  }
  process.stdout.write(JSON.stringify(outcomes), () => process.exit());
}

async function play(id: string, url: string, port: number): Promise<Outcome> {
  hits = [];
  const statuses: number[] = [];
  const asked = formsOf(url);
  const [, count] = /rebind6?(\d*)-/.exec(url) ?? [];
  // What changes its mind is asked often enough for that.
  const times = count === undefined ? 1 : Number(count) + 2;
  for (let time = 0; time < times; time++) for (const form of asked) statuses.push(await ask(form, port));
  return { id, statuses, reached: hits.filter((address) => !publicAddresses.includes(address)) };
}

/** The URL behind the slash, as it is if a request line can hold it; and twice encoded. */
function formsOf(url: string): readonly string[] {
  const encoded = encodeURIComponent(url);
  const forms = [`/?url=${encoded}`, `/${encoded}`];
  // A request line ends there.
  return /\s/.test(url) ? forms : [`/${url}`, `/?url=${url}`, ...forms];
}

/** The status of the answer. Over a socket, since whatever parses URLs would repair them. */
function ask(target: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(`GET ${target} HTTP/1.1\r\nHost: proxy.test\r\nConnection: close\r\n\r\n`);
    });
    let text = "";
    socket.setEncoding("latin1").on("data", (part: string) => (text += part));
    socket.on("error", reject).on("close", () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)));
  });
}

void main();
