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

export const settings: readonly Setting[] = [
  { path: ["host"], kind: "text", flag: "--host <address>", words: "where to listen; 127.0.0.1 if left out" },
  {
    path: ["port"],
    kind: "number",
    flag: "--port <number>",
    words: "8080 if left out; 0 for one that is free",
  },
  {
    path: ["callers", "origins"],
    kind: "texts",
    flag: "--origin <pattern>",
    words: 'whose pages may call, like https://*.example.com, or "*"; repeatable',
  },
  {
    path: ["targets", "hosts"],
    kind: "texts",
    flag: "--target <host>",
    words: 'what they may fetch, like *.example.org, or "*"; repeatable',
  },
  {
    path: ["targets", "privateNetworks"],
    kind: "texts",
    flag: "--allow-network <network>",
    words: "a private network that may be reached, like 10.1.0.0/16; repeatable",
  },
  {
    path: ["rateLimit"],
    kind: "rate",
    flag: "--rate <requests/seconds>",
    words: "how many requests an address may send: 600/60 (in a minute) if left out, or none",
  },
  {
    path: ["webSockets"],
    kind: "switch",
    flag: "--web-sockets",
    words: "let pages open WebSockets to targets as well",
  },
  { path: ["http2"], kind: "switch", flag: "--http2", words: "speak HTTP/2 with targets that offer it" },
  {
    path: ["cache"],
    kind: "cache",
    flag: "--cache <megabytes>",
    words: "keep what targets allow shared caches to keep, in as much memory",
  },
  {
    path: ["trustProxy"],
    kind: "trust",
    flag: "--trust-proxy <whom>",
    words: "whose X-Forwarded-For says who calls: 1 server, or networks like 10.0.0.0/8,::1",
  },
  {
    path: ["open"],
    kind: "switch",
    flag: "--open",
    words: "what is not said may be anything: a relay for everybody, 60 requests a minute each",
  },
  {
    path: ["admin", "port"],
    kind: "number",
    flag: "--admin-port <number>",
    words: "tells of health, readiness and metrics on a port of its own; nowhere if left out",
  },
  {
    path: ["admin", "host"],
    kind: "text",
    flag: "--admin-host <address>",
    words: "where that port listens; 127.0.0.1 if left out",
  },
  {
    path: ["log"],
    kind: "text",
    flag: "--log <kind>",
    words: "text, json (a line for each request) or none; text if left out",
  },
  {
    path: ["drainDelay"],
    kind: "number",
    flag: "--drain-delay <seconds>",
    words: "how long to go on after readiness is taken back; 0 if left out",
  },
  {
    path: ["workers"],
    kind: "number",
    flag: "--workers <number>",
    words: "processes that share the work; 1 if left out. Limits are for each of them, unless Redis counts",
  },
  {
    path: ["redis", "url"],
    kind: "text",
    flag: "--redis <url>",
    words: "Redis or Valkey that counts rates for all processes, like redis://127.0.0.1:6379",
  },
  {
    path: ["redis", "whenAway"],
    kind: "text",
    flag: "--redis-away <open|closed>",
    words: "without an answer of it, each process counts alone (open), or refuses requests (closed); open if left out",
  },
  {
    path: ["targets", "denyHosts"],
    kind: "texts",
    words: "hosts that may not be fetched, although they are among those",
  },
  { path: ["targets", "schemes"], kind: "texts", words: "https, http; both if left out" },
  { path: ["targets", "ports"], kind: "numbers", words: "all but those that browsers block if left out" },
  { path: ["targets", "denyNetworks"], kind: "texts", words: "networks that may not be reached, whatever else holds" },
  {
    path: ["callers", "methods"],
    kind: "texts",
    words: "what pages may send; all if nothing is said of callers but origins",
  },
  { path: ["callers", "requestHeaders"], kind: "texts", words: "the same for headers" },
  { path: ["callers", "maxAge"], kind: "number", words: "seconds that a preflight is remembered" },
  { path: ["secretHeaders"], kind: "texts", words: "request headers that go to no target" },
  { path: ["rateLimit", "callers"], kind: "number", words: "callers that are remembered; 100000 if left out" },
  { path: ["limits", "connectTimeout"], kind: "number", words: "milliseconds; 10000 if left out" },
  { path: ["limits", "headersTimeout"], kind: "number", words: "milliseconds; 30000 if left out" },
  { path: ["limits", "idleTimeout"], kind: "number or none", words: "milliseconds, or none; 60000 if left out" },
  { path: ["limits", "totalTimeout"], kind: "number or none", words: "milliseconds; none if left out" },
  { path: ["limits", "requestBytes"], kind: "number or none", words: "bytes, or none; 10 MiB if left out" },
  { path: ["limits", "responseBytes"], kind: "number or none", words: "bytes, or none; 100 MiB if left out" },
  { path: ["limits", "headerCount"], kind: "number", words: "lines; 100 if left out" },
  { path: ["limits", "redirects"], kind: "number", words: "5 if left out" },
  { path: ["limits", "inFlight"], kind: "number", words: "requests under way, in a process; 1000 if left out" },
  { path: ["limits", "inFlightPerAddress"], kind: "number", words: "the same of one address; 50 if left out" },
];

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
