/** How the text of a setting, of a flag or of the environment, becomes a value. */
export type SettingKind =
  | "text"
  | "texts"
  | "number"
  | "numbers"
  | "number or none"
  | "switch"
  | "rate"
  | "cache"
  | "trust";

/** One setting, wherever it is said. Flags, the environment and the table of the documentation are made of these. */
export interface Setting {
  /** Where it stands in a file. */
  readonly path: readonly [string, ...string[]];
  readonly kind: SettingKind;
  /** As commander takes it: `--port <number>`. Whatever has none is said in a file or in the environment. */
  readonly flag?: string;
  /** What it is, and what it is if it is left out. */
  readonly words: string;
}

/** Where it stands, its kind, what it is, and its flag. */
const rows: readonly (readonly [path: string, kind: SettingKind, words: string, flag?: string])[] = [
  ["host", "text", "where to listen; 127.0.0.1 if left out", "--host <address>"],
  ["port", "number", "8080 if left out; 0 for one that is free", "--port <number>"],
  [
    "callers.origins",
    "texts",
    'whose pages may call, like https://*.example.com, or "*"; repeatable',
    "--origin <pattern>",
  ],
  ["targets.hosts", "texts", 'what they may fetch, like *.example.org, or "*"; repeatable', "--target <host>"],
  [
    "targets.privateNetworks",
    "texts",
    "a private network that may be reached, like 10.1.0.0/16; repeatable",
    "--allow-network <network>",
  ],
  [
    "rateLimit",
    "rate",
    "how many requests an address may send: 600/60 (in a minute) if left out, or none",
    "--rate <requests/seconds>",
  ],
  ["webSockets", "switch", "let pages open WebSockets to targets as well", "--web-sockets"],
  ["http2", "switch", "speak HTTP/2 with targets that offer it", "--http2"],
  ["cache", "cache", "keep what targets allow shared caches to keep, in as much memory", "--cache <megabytes>"],
  [
    "trustProxy",
    "trust",
    "whose X-Forwarded-For says who calls: 1 server, or networks like 10.0.0.0/8,::1",
    "--trust-proxy <whom>",
  ],
  ["open", "switch", "what is not said may be anything: a relay for everybody, 60 requests a minute each", "--open"],
  [
    "admin.port",
    "number",
    "tells of health, readiness and metrics on a port of its own; nowhere if left out",
    "--admin-port <number>",
  ],
  ["admin.host", "text", "where that port listens; 127.0.0.1 if left out", "--admin-host <address>"],
  ["log", "text", "text, json (a line for each request) or none; text if left out", "--log <kind>"],
  ["drainDelay", "number", "how long to go on after readiness is taken back; 0 if left out", "--drain-delay <seconds>"],
  [
    "workers",
    "number",
    "processes that share the work; 1 if left out. Limits are for each of them, unless Redis counts",
    "--workers <number>",
  ],
  [
    "redis.url",
    "text",
    "Redis or Valkey that counts rates for all processes, like redis://127.0.0.1:6379",
    "--redis <url>",
  ],
  [
    "redis.whenAway",
    "text",
    "without an answer of it, each process counts alone (open), or refuses requests (closed); open if left out",
    "--redis-away <open|closed>",
  ],
  ["targets.denyHosts", "texts", "hosts that may not be fetched, although they are among those"],
  ["targets.schemes", "texts", "https, http; both if left out"],
  ["targets.ports", "numbers", "all but those that browsers block if left out"],
  ["targets.denyNetworks", "texts", "networks that may not be reached, whatever else holds"],
  ["callers.methods", "texts", "what pages may send; all if nothing is said of callers but origins"],
  ["callers.requestHeaders", "texts", "the same for headers"],
  ["callers.maxAge", "number", "seconds that a preflight is remembered"],
  ["secretHeaders", "texts", "request headers that go to no target"],
  ["rateLimit.callers", "number", "callers that are remembered; 100000 if left out"],
  ["limits.connectTimeout", "number", "milliseconds; 10000 if left out"],
  ["limits.headersTimeout", "number", "milliseconds; 30000 if left out"],
  ["limits.idleTimeout", "number or none", "milliseconds, or none; 60000 if left out"],
  ["limits.totalTimeout", "number or none", "milliseconds; none if left out"],
  ["limits.requestBytes", "number or none", "bytes, or none; 10 MiB if left out"],
  ["limits.responseBytes", "number or none", "bytes, or none; 100 MiB if left out"],
  ["limits.headerCount", "number", "lines; 100 if left out"],
  ["limits.redirects", "number", "5 if left out"],
  ["limits.inFlight", "number", "requests under way, in a process; 1000 if left out"],
  ["limits.inFlightPerAddress", "number", "the same of one address; 50 if left out"],
];

export const settings: readonly Setting[] = rows.map(([path, kind, words, flag]) => {
  const [first = "", ...rest] = path.split(".");
  return { path: [first, ...rest], kind, words, ...(flag !== undefined && { flag }) };
});

/** The flag's name alone, `--port`; null if there is none. */
export function flagName({ flag }: Setting): string | null {
  return flag?.split(" ", 1)[0] ?? null;
}

/** Names that a path of the file would be awkward for. */
const environmentNames: Readonly<Record<string, string>> = {
  "callers.origins": "ORIGINS",
  "targets.hosts": "TARGETS",
  "targets.privateNetworks": "ALLOW_NETWORKS",
  rateLimit: "RATE",
};

/** `CONCORS_PROXY_LIMITS_IDLE_TIMEOUT` */
export function environmentName({ path }: Setting): string {
  const own = environmentNames[path.join(".")];
  const name = own ?? path.map((key) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()).join("_");
  return `${environmentPrefix}${name}`;
}

export const environmentPrefix: string = "CONCORS_PROXY_";

/** Names the settings file in the environment. */
export const environmentFile: string = `${environmentPrefix}CONFIG`;
