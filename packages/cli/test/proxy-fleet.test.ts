import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { get } from "node:http";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { freePort } from "../../config/src/verify/free-port.ts";
import { startProgram } from "./audit/program.ts";
import type { Program } from "./audit/program.ts";
import { serve } from "./audit/serve.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const hasRedis = process.env["CI"] === "true" || spawnSync("redis-server", ["--version"]).status === 0;
if (!hasRedis) console.warn("No limit is shared, since Redis is not installed: apt-get install redis-server");

interface Started extends AsyncDisposable {
  readonly program: Program;
  readonly url: string;
  readonly admin: string;
  /** Lines of its log so far. */
  readonly log: () => readonly { readonly msg: string; readonly pid: number; readonly status?: number }[];
}

/** The proxy as a process of its own, as a user has it, that may reach loopback. */
async function startProxy(...argv: readonly string[]): Promise<Started> {
  const general = ["proxy", "--port", "0", "--admin-port", "0", "--log", "json", "--allow-network", "127.0.0.0/8"];
  const program = startProgram([...general, ...argv], 128);
  let said = "";
  program.child.stdout!.on("data", (chunk: Buffer) => (said += chunk.toString()));
  program.child.stderr!.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await until(
    () => said.includes('"msg":"started"'),
    () => `the start: ${said}`,
  ).catch((error: unknown) => {
    program.child.kill("SIGTERM");
    throw error;
  });
  const [, url = "", admin = ""] = /"url":"([^"]+)","admin":"([^"]+)"/.exec(said) ?? [];
  return {
    program,
    url,
    admin,
    log: () =>
      said
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map((line) => JSON.parse(line) as { readonly msg: string; readonly pid: number }),
    async [Symbol.asyncDispose]() {
      program.child.kill("SIGTERM");
      await program.ended;
    },
  };
}

async function until(holds: () => boolean | Promise<boolean>, what: () => string, patience = 25_000): Promise<void> {
  const end = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Never came: ${what()}`);
    await setTimeout(20);
  }
}

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
  readonly milliseconds: number;
}

/** A request over a connection of its own, from one of this machine's addresses. */
function ask(url: string, localAddress = "127.0.0.1"): Promise<Answer> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent: false, localAddress, headers: { Origin: "http://localhost" } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("error", reject).on("end", () => {
        resolve({ status: response.statusCode, body, milliseconds: performance.now() - begun });
      });
    }).on("error", reject);
  });
}

/** How many of several requests, one after another, were answered how; nobody waits for Redis. */
async function askOften(count: number, url: string, from: string): Promise<Readonly<Record<string, number>>> {
  const statuses: Record<string, number> = {};
  for (let index = 0; index < count; index++) {
    const { status, milliseconds } = await ask(url, from);
    expect(milliseconds).toBeLessThan(2000);
    statuses[String(status)] = (statuses[String(status)] ?? 0) + 1;
    // What was used up has been told by then.
    await setTimeout(20);
  }
  return statuses;
}

/** Those that a test started; one that fails leaves none behind. */
const servers = new Set<ChildProcess>();
afterEach(() => {
  for (const server of servers) server.kill("SIGKILL");
  servers.clear();
});

async function startRedis(port: number): Promise<ChildProcess> {
  const redis = spawn(
    "redis-server",
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    {
      stdio: "ignore",
      cwd: "/tmp",
    },
  );
  servers.add(redis);
  await until(
    () =>
      new Promise((resolve) => {
        const socket = connect(port, "127.0.0.1", () => resolve(true));
        socket.on("error", () => resolve(false)).on("connect", () => socket.destroy());
      }),
    () => "Redis",
  );
  return redis;
}

async function stopRedis(redis: ChildProcess): Promise<void> {
  redis.kill("SIGKILL");
  await once(redis, "exit");
}

describe.skipIf(!hasRedis)("a limit that Redis counts", () => {
  test("open: two workers share it; without Redis each counts alone; with it they share it again", async () => {
    await using api = await serve((_request, response) => response.end("ok"));
    const port = await freePort();
    let redis = await startRedis(port);
    await using proxy = await startProxy("--workers", "2", "--rate", "6/3600", "--redis", `redis://127.0.0.1:${port}`);
    const url = `${proxy.url}/${api.url}/`;
    const both = async (isUp: boolean): Promise<void> => {
      const text = isUp ? "Redis answers" : "Redis does not answer: until it does, each process counts alone.";
      const count = (): number =>
        new Set(
          proxy
            .log()
            .filter(({ msg }) => msg.startsWith(text))
            .map(({ pid }) => pid),
        ).size;
      await until(
        () => count() === 2,
        () => text,
      );
    };
    // A worker that did not know a caller lets one through, and learns it by that.
    const shared = await askOften(16, url, "127.0.0.2");
    expect(shared["200"]).toBeGreaterThanOrEqual(6);
    expect(shared["200"]).toBeLessThanOrEqual(7);
    const served = proxy.log().filter(({ msg }) => msg === "request");
    expect(new Set(served.map(({ pid }) => pid)).size).toBe(2);

    await stopRedis(redis);
    await both(false);
    expect((await ask(`${proxy.admin}/readyz`)).status).toBe(200);
    expect((await ask(`${proxy.admin}/metrics`)).body).toContain("\nconcors_proxy_redis_up 0\n");
    expect(await askOften(16, url, "127.0.0.3")).toEqual({ 200: 12, 429: 4 });

    redis = await startRedis(port);
    await until(
      async () => (await ask(`${proxy.admin}/metrics`)).body.includes("\nconcors_proxy_redis_up 2\n"),
      () => "Redis, for both",
    );
    const again = await askOften(16, url, "127.0.0.4");
    expect(again["200"]).toBeLessThanOrEqual(7);
    await stopRedis(redis);
  }, 60_000);

  test("two workers share it for WebSockets too; those that are open do without Redis", async () => {
    const feed = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    feed.on("connection", (socket) => socket.on("message", (data: Buffer) => socket.send(`you said ${String(data)}`)));
    await once(feed, "listening");
    const port = await freePort();
    const redis = await startRedis(port);
    const where = ["--redis", `redis://127.0.0.1:${port}`];
    await using proxy = await startProxy("--workers", "2", "--web-sockets", "--rate", "3/3600", ...where);
    const url = `${proxy.url.replace("http", "ws")}/ws://127.0.0.1:${(feed.address() as AddressInfo).port}/`;
    const open: WebSocket[] = [];
    const refused: (number | undefined)[] = [];
    for (let index = 0; index < 8; index++) {
      const socket = new WebSocket(url, { origin: "http://localhost" }).on("error", () => {});
      await new Promise<void>((resolve) => {
        socket.on("unexpected-response", (request, { statusCode }) => {
          refused.push(statusCode);
          request.destroy();
          resolve();
        });
        socket.on("open", () => {
          open.push(socket);
          resolve();
        });
      });
      // What was used up has been told by then.
      await setTimeout(20);
    }
    expect([3, 4]).toContain(open.length);
    expect(new Set(refused)).toEqual(new Set([429]));

    await stopRedis(redis);
    for (const socket of open) {
      const answer = once(socket, "message");
      socket.send("hello");
      expect(String((await answer)[0])).toBe("you said hello");
      socket.terminate();
    }
    feed.close();
  }, 60_000);

  test("closed: without an answer of Redis nothing is admitted, nothing hangs, and it is not ready", async () => {
    await using api = await serve((_request, response) => response.end("ok"));
    const port = await freePort();
    const redis = await startRedis(port);
    const where = ["--redis", `redis://127.0.0.1:${port}`, "--redis-away", "closed"];
    await using proxy = await startProxy("--rate", "1000/60", ...where);
    const url = `${proxy.url}/${api.url}/`;
    const readiness = async (status: number): Promise<void> =>
      until(
        async () => (await ask(`${proxy.admin}/readyz`)).status === status,
        () => `readiness ${status}`,
      );
    expect((await ask(url)).status).toBe(200);
    await readiness(200);

    // Frozen: it takes connections and never answers.
    redis.kill("SIGSTOP");
    const meanwhile = await Promise.all(Array.from({ length: 20 }, () => ask(url)));
    expect(Math.max(...meanwhile.map(({ milliseconds }) => milliseconds))).toBeLessThan(2000);
    await readiness(503);
    expect(await askOften(3, url, "127.0.0.1")).toEqual({ 503: 3 });
    expect((await ask(`${proxy.admin}/readyz`)).body).toContain("Redis does not answer");
    redis.kill("SIGCONT");
    await readiness(200);
    expect((await ask(url)).status).toBe(200);

    await stopRedis(redis);
    await readiness(503);
    expect((await ask(url)).status).toBe(503);
    const next = await startRedis(port);
    await readiness(200);
    expect((await ask(url)).status).toBe(200);
    await stopRedis(next);
  }, 60_000);

  test("closed, it starts without Redis, is not ready, and says why", async () => {
    const port = await freePort();
    await using proxy = await startProxy(
      "--rate",
      "5/60",
      "--redis",
      `redis://:secret@127.0.0.1:${port}`,
      "--redis-away",
      "closed",
    );
    expect((await ask(`${proxy.admin}/readyz`)).status).toBe(503);
    const said = JSON.stringify(proxy.log());
    expect(said).toContain("Redis does not answer: until it does, requests are refused.");
    expect(said).not.toContain("secret");
  });
});

test("SIGHUP reaches all workers, one that is killed is replaced, and SIGTERM lets end what is under way", async () => {
  await using api = await serve((request, response) => {
    if (request.url === "/slow") globalThis.setTimeout(() => response.end("whole"), 800);
    else response.end("ok");
  });
  await using folder = await temporaryFolder({ "proxy.yaml": "targets: { hosts: [127.0.0.1] }\n" });
  await using proxy = await startProxy("--workers", "2", "--config", `${folder.path}/proxy.yaml`);
  const url = `${proxy.url}/${api.url}`;
  const several = async (): Promise<string> => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(`${url}/`)));
    return answers.map(({ status }) => status).join(" ");
  };
  for (const [host, want] of [
    ["127.0.0.9", "403 403 403 403 403 403"],
    ["127.0.0.1", "200 200 200 200 200 200"],
  ] as const) {
    await writeFile(`${folder.path}/proxy.yaml`, `targets: { hosts: [${host}] }\n`);
    proxy.program.child.kill("SIGHUP");
    await until(
      async () => (await several()) === want,
      () => `settings with ${host}`,
    );
  }
  const pids = async (): Promise<number[]> => {
    await Promise.all(Array.from({ length: 6 }, () => ask(`${url}/`)));
    const requests = proxy.log().filter(({ msg }) => msg === "request");
    return [...new Set(requests.map(({ pid }) => pid))];
  };
  const before = await pids();
  expect(before).toHaveLength(2);
  process.kill(before[0]!, "SIGKILL");
  const workers = (count: number): Promise<void> =>
    until(
      async () => (await ask(`${proxy.admin}/metrics`)).body.includes(`\nconcors_proxy_workers ${count}\n`),
      () => `${count} workers`,
    );
  await until(
    () => proxy.log().some(({ msg }) => msg.includes("another takes its place")),
    () => "the end of a worker",
  );
  await workers(2);
  expect(await pids()).toHaveLength(3);

  const metrics = await ask(`${proxy.admin}/metrics`);
  expect(metrics.body).toContain("\nconcors_proxy_worker_deaths_total 1\n");
  const slow = ask(`${url}/slow`);
  await setTimeout(200);
  proxy.program.child.kill("SIGTERM");
  await setTimeout(50);
  expect((await ask(`${proxy.admin}/readyz`)).status).toBe(503);
  expect(await slow).toMatchObject({ status: 200, body: "whole" });
  expect((await proxy.program.ended).status).toBe(0);
}, 60_000);

test("workers that cannot listen say why, once", async () => {
  await using taken = await serve((_request, response) => response.end());
  const { status, stdout, stderr } = await startProgram(["proxy", "--workers", "2", "--port", String(taken.port)], 128)
    .ended;
  expect([status, stdout, stderr]).toEqual([
    2,
    "",
    `concors: Something listens on port ${taken.port} of 127.0.0.1 already: say another with --port.\n`,
  ]);
}, 60_000);
