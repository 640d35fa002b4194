import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkSettings } from "../src/proxy/settings/check-settings.ts";
import { readSettings } from "../src/proxy/settings/read-settings.ts";
import { environmentName, flagName, settings } from "../src/proxy/settings/setting-table.ts";
import type { Setting } from "../src/proxy/settings/setting-table.ts";
import { runMain } from "./run-main.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** For each setting a text, and what it means. */
const examples: Readonly<Record<string, readonly [text: string, value: unknown]>> = {
  host: ["127.0.0.2", "127.0.0.2"],
  port: ["9000", 9000],
  "callers.origins": ["https://a.test,https://b.test", ["https://a.test", "https://b.test"]],
  "targets.hosts": ["a.test *.b.test", ["a.test", "*.b.test"]],
  "targets.privateNetworks": ["10.1.0.0/16", ["10.1.0.0/16"]],
  rateLimit: ["100/60", { requests: 100, seconds: 60 }],
  webSockets: ["true", true],
  http2: ["true", true],
  cache: ["64", { bytes: 67_108_864 }],
  trustProxy: ["10.0.0.0/8,::1", ["10.0.0.0/8", "::1"]],
  open: ["true", true],
  "admin.port": ["9090", 9090],
  "admin.host": ["127.0.0.3", "127.0.0.3"],
  log: ["json", "json"],
  drainDelay: ["5", 5],
  workers: ["4", 4],
  "redis.url": ["redis://127.0.0.1:6379", "redis://127.0.0.1:6379"],
  "redis.whenAway": ["closed", "closed"],
  "targets.denyHosts": ["c.test", ["c.test"]],
  "targets.schemes": ["https", ["https"]],
  "targets.ports": ["443,8443", [443, 8443]],
  "targets.denyNetworks": ["192.0.2.0/24", ["192.0.2.0/24"]],
  "callers.methods": ["PUT,DELETE", ["PUT", "DELETE"]],
  "callers.requestHeaders": ["X-A", ["X-A"]],
  "callers.maxAge": ["60", 60],
  secretHeaders: ["X-Api-Key", ["X-Api-Key"]],
  "rateLimit.callers": ["1000", 1000],
  "limits.connectTimeout": ["1000", 1000],
  "limits.headersTimeout": ["2000", 2000],
  "limits.idleTimeout": ["none", null],
  "limits.totalTimeout": ["60000", 60_000],
  "limits.requestBytes": ["1000000", 1_000_000],
  "limits.responseBytes": ["none", null],
  "limits.headerCount": ["50", 50],
  "limits.redirects": ["0", 0],
  "limits.inFlight": ["10", 10],
  "limits.inFlightPerAddress": ["5", 5],
};

function nameOf({ path }: Setting): string {
  return path.join(".");
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}

/** What commander makes of a flag. */
function flagOption(setting: Setting, text: string): Readonly<Record<string, string | readonly string[] | true>> {
  const name = flagName(setting)!
    .slice(2)
    .replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (setting.kind === "switch") return { [name]: true };
  return { [name]: setting.kind === "texts" ? text.split(/[ ,]/) : text };
}

test.each(settings.map((setting) => [nameOf(setting), setting] as const))(
  "%s means the same, wherever it is said, and it is known where",
  (name, setting) => {
    const [text, value] = examples[name]!;
    const variable = environmentName(setting);
    const byEnvironment = readSettings({ options: {}, env: { [variable]: text } });
    expect(valueAt(byEnvironment.value, setting.path)).toEqual(value);
    expect(byEnvironment.sourceOf(setting.path)).toBe(variable);
    expect(byEnvironment.unknownVariables).toEqual([]);
    const flag = flagName(setting);
    if (flag === null) return;
    const byFlag = readSettings({ options: flagOption(setting, text), env: { [variable]: "something else" } });
    expect(valueAt(byFlag.value, setting.path)).toEqual(value);
    expect(byFlag.sourceOf(setting.path)).toBe(flag);
  },
);

test("all of them together are settings, and none is without an example", () => {
  const env = Object.fromEntries(settings.map((setting) => [environmentName(setting), examples[nameOf(setting)]![0]]));
  const checked = checkSettings(readSettings({ options: {}, env }).value);
  expect(checked).toMatchObject({ ok: true });
  expect(Object.keys(examples)).toEqual(settings.map(nameOf));
});

test("a flag holds before a variable, and that before the file, each by itself", async () => {
  await using folder = await temporaryFolder({
    "proxy.yaml": `
port: 1000
callers: { origins: ["https://file.test"], methods: [PUT] }
targets: { hosts: [file.test], ports: [443] }
rateLimit: { requests: 1, seconds: 1, by: origin }
`,
  });
  const { value, sourceOf } = readSettings({
    options: { port: "3000" },
    env: {
      CONCORS_PROXY_CONFIG: `${folder.path}/proxy.yaml`,
      CONCORS_PROXY_PORT: "2000",
      CONCORS_PROXY_TARGETS: "variable.test",
      CONCORS_PROXY_RATE: "5/60",
      CONCORS_PROXY_LOG: "",
    },
  });
  expect(value).toEqual({
    port: 3000,
    callers: { origins: ["https://file.test"], methods: ["PUT"] },
    targets: { hosts: ["variable.test"], ports: [443] },
    rateLimit: { requests: 5, seconds: 60, by: "origin" },
  });
  expect([["port"], ["targets", "hosts", 0], ["callers", "methods"], ["limits"]].map(sourceOf)).toEqual([
    "--port",
    "CONCORS_PROXY_TARGETS",
    `${folder.path}/proxy.yaml`,
    null,
  ]);
});

test("a rate can be taken back", async () => {
  await using folder = await temporaryFolder({
    "proxy.yaml": "rateLimit: { requests: 1, seconds: 1 }",
  });
  const options = { config: `${folder.path}/proxy.yaml`, rate: "none" };
  expect(readSettings({ options, env: {} }).value).toEqual({ rateLimit: null });
  const redis = { ...options, redis: "redis://127.0.0.1:6379" };
  expect(checkSettings(readSettings({ options: redis, env: {} }).value)).toMatchObject({ ok: false });
});

test("all that is wrong is told at once, each with where it was said, and no password", async () => {
  await using folder = await temporaryFolder({
    "proxy.yaml": "limits: { redirects: -1 }\nworker: 2\nreddis: { url: redis://:hidden@x }\n",
  });
  const file = `${folder.path}/proxy.yaml`;
  const { status, stderr } = await runMain(["proxy", "--config", file, "--admin-port", "x"], {
    env: {
      CONCORS_PROXY_PRT: "80",
      CONCORS_PROXY_RATE: "none",
      CONCORS_PROXY_WORKERS: "none",
      CONCORS_PROXY_LIMITS_IDLE_TIMEOUT: "-5",
      CONCORS_PROXY_TARGETS: "https://a.test",
      CONCORS_PROXY_REDIS_URL: "http://:hidden@redis",
    },
  });
  expect(status).toBe(2);
  expect(stderr.split("\n").map((line) => line.replace("concors: ", ""))).toEqual([
    "CONCORS_PROXY_PRT is no setting: docs/proxy-operations.md lists them.",
    'CONCORS_PROXY_WORKERS: workers "none" is no number of processes from 1 to 64.',
    "CONCORS_PROXY_REDIS_URL: redis counts rates, and there is to be none: say one with --rate 100/60, or leave redis out.",
    '--admin-port: admin.port "x" is no port: a whole number from 0 to 65535.',
    "CONCORS_PROXY_REDIS_URL: redis.url is no URL of a Redis: redis://host:6379, or rediss:// for TLS.",
    expect.stringMatching(/^\S+proxy\.yaml: worker 2 is not a key that is known here; did you mean workers\?$/),
    expect.stringMatching(/^\S+proxy\.yaml: reddis is not a key that is known here; did you mean redis\?$/),
    expect.stringMatching(/^CONCORS_PROXY_TARGETS: targets\.hosts\.0 "https:\/\/a\.test" is no host/),
    expect.stringMatching(/^CONCORS_PROXY_LIMITS_IDLE_TIMEOUT: limits\.idleTimeout "-5" is no limit/),
    expect.stringMatching(/^\S+proxy\.yaml: limits\.redirects -1 is no limit/),
    "",
  ]);
});

test("what Kubernetes says of a service of this name is no setting", () => {
  const env = {
    CONCORS_PROXY_PORT: "tcp://10.0.0.1:8080",
    CONCORS_PROXY_SERVICE_HOST: "10.0.0.1",
    CONCORS_PROXY_SERVICE_PORT: "8080",
    CONCORS_PROXY_PORT_8080_TCP: "tcp://10.0.0.1:8080",
    CONCORS_PROXY_PORT_8080_TCP_ADDR: "10.0.0.1",
  };
  expect(readSettings({ options: {}, env })).toMatchObject({ value: {}, unknownVariables: [] });
});

test("the documentation's table of settings is this one", () => {
  const rows = settings.map((setting) => {
    const flag = setting.flag === undefined ? "" : `\`${setting.flag.replace("|", "\\|")}\``;
    return [`\`${nameOf(setting)}\``, flag, `\`${environmentName(setting)}\``, setting.words];
  });
  const text = readFileSync(new URL("../../../docs/proxy-operations.md", import.meta.url), "utf8");
  const [, section = ""] = text.split("## Settings\n");
  const shown = section
    .split("\n## ", 1)[0]!
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
  expect(shown.map((cells) => cells.slice(1, -1))).toEqual(rows);
});
