import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, get } from "node:http";
import type { RequestListener, Server } from "node:http";
import { BlockList, isIPv4 } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { writeFile } from "node:fs/promises";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { shortAddress } from "../src/proxy/operate/short-address.ts";
import { runMain } from "./run-main.ts";
import type { Run } from "./run-main.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function startTarget(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Running {
  /** Of the proxy. */
  readonly url: string;
  /** Of its admin port. */
  readonly admin: string;
  /** Standard output and standard error so far. */
  readonly said: () => string;
  /** SIGHUP. */
  readonly hangUp: () => void;
  /** SIGTERM. */
  readonly end: () => void;
}

/** Runs a proxy with an admin port until `use` is done. */
async function whileProxyRuns(
  argv: readonly string[],
  use: (running: Running) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  let said = "";
  let interrupts = 0;
  let hangUp = (): void => {};
  return runMain(["proxy", "--port", "0", "--admin-port", "0", ...argv], {
    env,
    write: (text) => void (said += text),
    writeError: (text) => void (said += text),
    onHangup: (listener) => void (hangUp = listener),
    interrupted: async () => {
      interrupts += 1;
      if (interrupts > 1) return new Promise(() => {});
      const [, url = ""] = /(?:listens on |"url":")(http:\/\/[\w.]+:\d+)/.exec(said) ?? [];
      const [, admin = ""] = /(?:measured +|"admin":")(http:\/\/[\w.]+:\d+)/.exec(said) ?? [];
      await new Promise<void>((end, reject) => {
        use({ url, admin, said: () => said, hangUp: () => hangUp(), end }).then(end, reject);
      });
    },
  }).then((run) => ({ ...run, stdout: said }));
}

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

function ask(url: string, headers: Readonly<Record<string, string>> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { headers, method, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("error", reject).on("end", () => resolve({ status: response.statusCode, body }));
    }).on("error", reject);
  });
}

/** The value of one line of metrics. */
function valueOf(metrics: string, line: string): number | undefined {
  const [, value] =
    metrics
      .split("\n")
      .find((one) => one.startsWith(`${line} `))
      ?.split(" ") ?? [];
  return value === undefined ? undefined : Number(value);
}

const page = { Origin: "http://localhost:3000" };

test("an admin port tells of health, readiness and measures, and nobody gets there through the proxy", async () => {
  const api = await startTarget((request, response) => {
    request.resume();
    response.end("12345");
  });
  await whileProxyRuns(["--allow-network", "127.0.0.1"], async ({ url, admin }) => {
    expect(await ask(`${admin}/healthz`)).toEqual({ status: 200, body: '{"status":"alive"}\n' });
    expect(await ask(`${admin}/readyz`)).toEqual({ status: 200, body: '{"status":"ready"}\n' });
    expect((await ask(`${admin}/other`)).status).toBe(404);
    expect((await ask(`${admin}/metrics`, {}, "POST")).status).toBe(405);

    await ask(`${url}/${api}/`, page);
    await ask(`${url}/http://10.0.0.1/`, page);
    await ask(`${url}/${api}/`, page, "PROPFIND");
    await ask(`${url}/${api}/`, { ...page, "Access-Control-Request-Method": "PUT" }, "OPTIONS");
    const through = await ask(`${url}/${admin}/metrics`, page);
    expect([through.status, through.body]).toEqual([403, '{"status":"this is not for proxies"}\n']);

    const { body } = await ask(`${admin}/metrics`);
    for (const [line, want] of [
      ['concors_proxy_requests_total{method="GET",status="2xx"}', 1],
      ['concors_proxy_requests_total{method="GET",status="4xx"}', 2],
      ['concors_proxy_requests_total{method="other",status="2xx"}', 1],
      ['concors_proxy_problems_total{code="target-address-refused"}', 1],
      ['concors_proxy_request_duration_seconds_count{outcome="passed"}', 3],
      ["concors_proxy_preflights_total", 1],
      ["concors_proxy_in_flight", 0],
      ["concors_proxy_last_reload_ok", 1],
    ] as const)
      expect([line, valueOf(body, line)]).toEqual([line, want]);
    expect(valueOf(body, "concors_proxy_response_bytes_total")).toBeGreaterThanOrEqual(10);
    expect(valueOf(body, "concors_proxy_upstream_connections")).toBeGreaterThanOrEqual(1);
    expect(valueOf(body, "nodejs_eventloop_lag_p99_seconds")).toBeGreaterThanOrEqual(0);
  });
});

test("an admin port on loopback tells nothing to a page that had its name lead to this machine", async () => {
  const wanted: [string, number][] = [
    ["rebound.example", 421],
    ["rebound.example:9090", 421],
    ["127.0.0.1.rebound.example", 421],
    ["127.0.0.1@rebound.example", 421],
    ["localhost.rebound.example", 421],
    ["localhost:9090", 200],
    ["LOCALHOST", 200],
    ["127.0.0.1:9090", 200],
    ["[::1]:9090", 200],
    ["192.0.2.1", 200],
  ];
  const seen: [string, number | undefined][] = [];
  await whileProxyRuns([], async ({ admin }) => {
    for (const [host] of wanted) seen.push([host, (await ask(`${admin}/metrics`, { Host: host })).status]);
  });
  expect(seen).toEqual(wanted);
});

test("an admin port for others goes by whatever name they have for it", async () => {
  await whileProxyRuns(["--admin-host", "0.0.0.0"], async ({ admin }) => {
    expect((await ask(`${admin}/metrics`, { Host: "concors-proxy.monitoring.svc:9090" })).status).toBe(200);
  });
});

test("the proxy itself has no such paths", async () => {
  await whileProxyRuns([], async ({ url }) => {
    for (const path of ["/healthz", "/readyz", "/metrics"])
      expect([path, (await ask(`${url}${path}`, page)).status]).toEqual([path, 400]);
  });
});

test("whatever callers send, there are no more time series", async () => {
  await whileProxyRuns([], async ({ url, admin }) => {
    const countSeries = async (): Promise<number> =>
      (await ask(`${admin}/metrics`)).body.split("\n").filter((line) => line.startsWith("concors_")).length;
    await ask(`${url}/http://10.0.0.1/`, page);
    const before = await countSeries();
    for (let index = 0; index < 50; index++)
      await ask(`${url}/http://10.0.0.1:${8000 + index}/path${index}?q=${index}`, page);
    expect(await countSeries()).toBe(before);
  });
});

test("a log in JSON holds no path, no query, no header, and of a client its network", async () => {
  const api = await startTarget((_request, response) => response.end("secret-answer"));
  const { stdout } = await whileProxyRuns(["--log", "json", "--allow-network", "127.0.0.1"], async ({ url }) => {
    await ask(`${url}/${api}/secret-path?key=secret-query`, { ...page, Authorization: "Bearer secret-token" });
    await ask(`${url}/${api}/`, { Origin: "https://a.test/?key=secret-origin" });
  });
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ msg }) => msg)).toEqual(["started", "request", "request", "Stopped."]);
  expect(lines[1]).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    pid: process.pid,
    method: "GET",
    target: api,
    status: 200,
    problem: null,
    redirects: 0,
    requestBytes: 0,
    responseBytes: 13,
    origin: page.Origin,
    client: "127.0.0.0/24",
    milliseconds: expect.any(Number) as number,
    msg: "request",
  });
  expect(lines[2]).toMatchObject({ origin: "invalid", problem: "origin-refused" });
  expect(stdout).not.toContain("secret");
});

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv4(address) ? "ipv4" : "ipv6";
}

test("no more of a client is written down than its network", () => {
  for (const [address, want] of [
    ["192.0.2.77", "192.0.2.0/24"],
    ["::ffff:192.0.2.77", "192.0.2.0/24"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
    ["2001:db8::5", "2001:db8:0::/48"],
    ["::1", "0:0:0::/48"],
    ["fe80::1%eth0", "fe80:0:0::/48"],
    ["", "unknown"],
  ] as const)
    expect([address, shortAddress(address)]).toEqual([address, want]);
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      const [network = "", length] = shortAddress(address).split("/");
      expect([network, length]).toEqual(
        isIPv4(network)
          ? [expect.stringMatching(/\.0$/), "24"]
          : [expect.stringMatching(/^(?:[\da-f]{1,4}:){3}:$/), "48"],
      );
      const written = new BlockList();
      written.addSubnet(network, Number(length), familyOf(network));
      expect(written.check(address, familyOf(address))).toBe(true);
    }),
  );
});

test("on SIGTERM readiness goes first, and new requests are served until the delay is over", async () => {
  const api = await startTarget((_request, response) => response.end("ok"));
  let late: Promise<unknown[]> | undefined;
  const { status, stdout } = await whileProxyRuns(
    ["--allow-network", "127.0.0.1", "--drain-delay", "1"],
    async ({ url, admin, end }) => {
      end();
      await new Promise((resolve) => setTimeout(resolve, 50));
      late = Promise.all([ask(`${admin}/readyz`), ask(`${url}/${api}/`, page)]);
      await late;
    },
  );
  expect(await late).toEqual([
    { status: 503, body: '{"status":"not ready","reasons":["it is about to stop"]}\n' },
    { status: 200, body: "ok" },
  ]);
  expect(stdout).toContain("Not ready any more: in 1 s it stops.");
  expect(status).toBe(0);
});

const settings = (host: string, rate = 100): string => `
callers: { origins: ["${page.Origin}"] }
targets: { hosts: ["${host}"], privateNetworks: [127.0.0.1] }
rateLimit: { requests: ${rate}, seconds: 3600 }
`;

test("SIGHUP: the file holds from the next request on; what was under way ends, and what was used up stays so", async () => {
  let finish = (): void => {};
  const api = await startTarget((request, response) => {
    if (request.url === "/slow") {
      response.write("first, ");
      finish = () => response.end("last");
    } else {
      response.end("ok");
    }
  });
  await using folder = await temporaryFolder({ "proxy.yaml": settings("127.0.0.1", 3) });
  const file = `${folder.path}/proxy.yaml`;
  const { stdout } = await whileProxyRuns(["--config", file], async ({ url, admin, hangUp, said }) => {
    const slow = ask(`${url}/${api}/slow`, page);
    expect((await ask(`${url}/${api}/`, page)).status).toBe(200);

    await writeFile(file, settings("127.0.0.2", 3));
    hangUp();
    expect((await ask(`${url}/${api}/`, page)).body).toContain("target-host-refused");
    finish();
    expect(await slow).toEqual({ status: 200, body: "first, last" });

    await writeFile(file, settings("127.0.0.1/", 3));
    hangUp();
    expect(said()).toContain(`${file}: targets.hosts.0 "127.0.0.1/" is no host`);
    expect(said()).toContain("The settings are as they were before.");
    expect((await ask(`${url}/${api}/`, page)).body).toContain("target-host-refused");
    expect(valueOf((await ask(`${admin}/metrics`)).body, "concors_proxy_last_reload_ok")).toBe(0);

    await writeFile(file, "callers: [");
    hangUp();
    expect(said()).toContain("proxy.yaml is neither JSON nor YAML");

    await writeFile(file, settings("127.0.0.1", 3));
    hangUp();
    expect([(await ask(`${url}/${api}/`, page)).status, (await ask(`${url}/${api}/`, page)).status]).toEqual([
      200, 429,
    ]);
    const { body } = await ask(`${admin}/metrics`);
    expect(valueOf(body, 'concors_proxy_reloads_total{result="ok"}')).toBe(2);
    expect(valueOf(body, 'concors_proxy_reloads_total{result="refused"}')).toBe(2);
  });
  expect(stdout).toContain("proxy.yaml was read again");
});

/** The status that a handshake is answered with, and the WebSocket, if it is one. */
async function handshake(url: string): Promise<readonly [status: number | undefined, socket: Socket | null]> {
  const headers = {
    ...page,
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  return new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (response) => resolve([response.resume().statusCode, null]))
      .on("upgrade", ({ statusCode }, socket: Socket) => resolve([statusCode, socket.on("error", () => {}).resume()]))
      .on("error", reject);
  });
}

test("SIGHUP: WebSockets open from then on, or do no more; those that are open stay so", async () => {
  const feed = await startTarget((_request, response) => void response.end());
  servers.at(-1)!.on("upgrade", (request, socket) => {
    const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash("sha1").update(key).digest("base64");
    socket.on("error", () => {}).on("data", (data) => socket.write(data));
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
  });
  const settingsWith = (webSockets: boolean): string =>
    `targets: { hosts: ["*"], privateNetworks: [127.0.0.1] }\nwebSockets: ${webSockets}\n`;
  await using folder = await temporaryFolder({ "proxy.yaml": settingsWith(false) });
  const file = `${folder.path}/proxy.yaml`;
  await whileProxyRuns(["--config", file], async ({ url, admin, hangUp }) => {
    expect((await handshake(`${url}/${feed}/`))[0]).toBe(501);
    await writeFile(file, settingsWith(true));
    hangUp();
    const [status, socket] = await handshake(`${url}/${feed}/`);
    expect(status).toBe(101);
    await writeFile(file, settingsWith(false));
    hangUp();
    expect((await handshake(`${url}/${feed}/`))[0]).toBe(501);
    socket!.write("still there");
    expect(String((await once(socket!, "data"))[0])).toBe("still there");
    const { body } = await ask(`${admin}/metrics`);
    expect(valueOf(body, "concors_proxy_in_flight")).toBe(1);
    expect(valueOf(body, "concors_proxy_upstream_connections")).toBe(1);
    socket!.destroy();
  });
});
