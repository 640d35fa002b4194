import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { generate } from "../../src/index.ts";
import type { Facts, Site, SitePolicy, TargetName } from "../../src/index.ts";
import { connectTo } from "../../src/verify/exchange.ts";
import type { Connection, RawRequest, RawResponse } from "../../src/verify/exchange.ts";
import { freePort } from "../../src/verify/free-port.ts";
import { rigFor } from "../../src/verify/index.ts";
import { startProgram } from "../../src/verify/server-process.ts";
import { startUpstream } from "../../src/verify/upstream.ts";
import { broken } from "./breaks/break.ts";
import type { Break } from "./breaks/break.ts";
import { p1 } from "./policies.ts";

/** A server as a user would have it. */
export interface Setup {
  readonly facts?: Facts;
  /** `{upstream}`, `{slow}` and `{php}` stand for ports: of the application, of one that never answers, and of PHP. */
  readonly own?: string;
  readonly around?: string;
  readonly site?: Readonly<Record<string, string>>;
  /** What goes wrong with what is generated. */
  readonly broken?: Break;
}

/** Runs a server with its own configuration beside ours, while `use` asks it. */
export async function serve(
  target: TargetName,
  policy: Site | SitePolicy,
  { facts, own = "", around = "", site, broken: change }: Setup,
  use: (connection: Connection) => Promise<void>,
): Promise<void> {
  const rig = rigFor(target);
  const stops: (() => Promise<void>)[] = [];
  try {
    const upstream = await startUpstream();
    stops.push(upstream.stop);
    const ports: Record<string, number> = { upstream: upstream.port };
    if (`${own}${around}`.includes("{slow}")) {
      const slow = await startSlow();
      ports["slow"] = slow.port;
      stops.push(slow.stop);
    }
    if (`${own}${around}`.includes("{php}")) {
      const port = await freePort();
      const php = await startProgram(port, { files: {}, command: ["/usr/bin/php-cgi", "-b", `127.0.0.1:${port}`] });
      ports["php"] = port;
      stops.push(php.stop);
    }
    const withPorts = (text: string): string =>
      text.replaceAll(/\{(upstream|slow|php)\}/g, (_, name: string) => String(ports[name]));
    const generated = generate(target, policy, { ...rig.facts, ...facts });
    const server = await rig.start({
      generated: change === undefined ? generated : broken(generated, change),
      upstreamPort: upstream.port,
      deadPort: 1,
      own: withPorts(own),
      around: withPorts(around),
      site,
    });
    stops.push(server.stop);
    const connection = connectTo(server.port, "api.example.net");
    stops.push(async () => connection.close());
    await use(connection);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** Starts what takes connections, and never answers. */
export async function startSlow(): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const slow = createServer((socket) => void socket.on("error", () => undefined));
  slow.listen(0, "127.0.0.1");
  await once(slow, "listening");
  return { port: (slow.address() as AddressInfo).port, stop: async () => void slow.close() };
}

/** An application in PHP, or a CGI script, that says something about CORS itself. */
export const phpApplication = `<?php
http_response_code((int) ($_GET["status"] ?? 200));
header("X-Upstream: php");
header("Access-Control-Allow-Origin: *");
header("Access-Control-Max-Age: 1");
header("Vary: Accept-Encoding");
echo $_SERVER["REQUEST_METHOD"];
`;

export const cgiApplication = `#!/bin/sh
printf 'Status: %s\\r\\n' "\${QUERY_STRING:-200}"
printf 'X-Upstream: cgi\\r\\nAccess-Control-Allow-Origin: *\\r\\nAccess-Control-Max-Age: 1\\r\\nVary: Accept-Encoding\\r\\n'
printf 'Content-Type: text/plain\\r\\n\\r\\ncgi'
`;

/** What a server with a user's own configuration has to do. */
export interface Row extends Setup {
  readonly answers: readonly Asked[];
  readonly preflights: readonly string[];
  /** A path that one origin asks for before. */
  readonly first?: string;
}

/** Serves P1, and asks for everything in a row. */
export async function expectRow(target: TargetName, { answers, preflights, first, ...setup }: Row): Promise<void> {
  await serve(target, p1, setup, async (connection) => {
    if (first !== undefined)
      await connection.send({ method: "GET", path: first, headerList: [["Origin", readers[0]!]] });
    await expectAll(connection, { answers, preflights });
  });
}

/** Asks a server with P1 for everything in a row. */
export async function expectAll(
  connection: Connection,
  { answers, preflights }: Pick<Row, "answers" | "preflights">,
): Promise<void> {
  for (const asked of answers) await expectAnswers(connection, asked);
  for (const path of preflights) await expectPreflights(connection, path);
}

/** What is asked, and what every answer to it has. */
interface Asked extends Partial<RawRequest> {
  readonly path: string;
  readonly status: number;
  /** Everything in Vary, in any order; that the origin is in it, once, if others may be. */
  readonly vary?: readonly string[] | "with others";
  /** Headers that an answer has besides, with what their values have to match. */
  readonly has?: Readonly<Record<string, RegExp>>;
}

export const readers = ["https://app.example.com", "https://b.preview.example.com"];
const strangers = ["https://stranger.test", "null", null];

export function linesOf({ headerList }: RawResponse, name: string): readonly string[] {
  return headerList.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

function variesBy(answer: RawResponse): readonly string[] {
  return linesOf(answer, "Vary").flatMap((value) => value.split(/, */));
}

/** Asks as pages of each kind of origin, with P1: an answer says what the policy says, once, and nothing else. */
async function expectAnswers(connection: Connection, asked: Asked): Promise<void> {
  const { path, status, vary = ["Origin"], has = {}, method = "GET", headerList = [], body } = asked;
  for (const origin of [...readers, ...strangers, ...readers]) {
    const headers = [...(origin === null ? [] : [["Origin", origin] as const]), ...headerList];
    const answer = await connection.send({ method, path, headerList: headers, body });
    const mayRead = origin !== null && readers.includes(origin);
    expect({
      origin,
      status: answer.status,
      allowOrigin: linesOf(answer, "Access-Control-Allow-Origin"),
      credentials: linesOf(answer, "Access-Control-Allow-Credentials"),
      exposed: linesOf(answer, "Access-Control-Expose-Headers"),
      maxAge: linesOf(answer, "Access-Control-Max-Age"),
      vary: variesBy(answer)
        .filter((name) => vary !== "with others" || name.toLowerCase() === "origin")
        .sort(),
    }).toEqual({
      origin,
      status,
      allowOrigin: mayRead ? [origin] : [],
      credentials: mayRead ? ["true"] : [],
      exposed: mayRead ? ["X-Request-Id, ETag"] : [],
      maxAge: [],
      vary: vary === "with others" ? ["Origin"] : [...vary].sort(),
    });
    for (const [name, value] of Object.entries(has)) expect(linesOf(answer, name).join(", ")).toMatch(value);
  }
}

/** Asks as browsers do before a page's request, with P1. */
async function expectPreflights(connection: Connection, path: string): Promise<void> {
  for (const origin of [...readers, ...strangers]) {
    if (origin === null) continue;
    const answer = await connection.send({
      method: "OPTIONS",
      path,
      headerList: [
        ["Origin", origin],
        ["Access-Control-Request-Method", "PUT"],
      ],
    });
    const mayRead = readers.includes(origin);
    expect({
      origin,
      status: answer.status,
      allowOrigin: linesOf(answer, "Access-Control-Allow-Origin"),
      methods: linesOf(answer, "Access-Control-Allow-Methods"),
      upstream: linesOf(answer, "X-Upstream"),
      varies: variesBy(answer).includes("Origin"),
    }).toEqual({
      origin,
      status: mayRead ? 204 : 403,
      allowOrigin: mayRead ? [origin] : [],
      methods: mayRead ? ["GET, POST, PUT, DELETE"] : [],
      upstream: [],
      varies: true,
    });
  }
}
