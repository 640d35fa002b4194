import { logKinds } from "./settings.ts";
import type { OperationSettings } from "./settings.ts";

type Given = Readonly<Record<string, unknown>>;

/** Told of each thing that is wrong: where it stands, and a sentence. */
type Add = (path: readonly string[], message: string) => void;

/** The keys that say how a proxy is run, and nothing of what it does. */
export const operationKeys: ReadonlySet<string> = new Set<keyof OperationSettings>([
  "admin",
  "log",
  "drainDelay",
  "workers",
  "redis",
]);

/** For how long at most a proxy that is about to stop waits until nobody sends to it any more: five minutes. */
const longestDelay = 300;

/** Settings of how it is run, with what they leave out filled in. They are such only if nothing was added. */
export function checkOperation(given: Given, add: Add): OperationSettings {
  const { admin, log = "text", drainDelay = 0, workers = 1, redis, rateLimit } = given;
  if (!logKinds.some((kind) => kind === log))
    add(["log"], `log ${JSON.stringify(log)} is no kind of log: ${logKinds.join(", ")}.`);
  if (!isWithin(drainDelay, 0, longestDelay))
    add(["drainDelay"], `drainDelay ${JSON.stringify(drainDelay)} is no time in seconds from 0 to ${longestDelay}.`);
  if (!isWithin(workers, 1, mostWorkers))
    add(["workers"], `workers ${JSON.stringify(workers)} is no number of processes from 1 to ${mostWorkers}.`);
  if (isSaid(redis) && rateLimit === null)
    add(["redis"], "redis counts rates, and there is to be none: say one with --rate 100/60, or leave redis out.");
  return {
    admin: checkAdmin(admin, add),
    log: log as OperationSettings["log"],
    drainDelay: drainDelay as number,
    workers: workers as number,
    redis: checkRedis(redis, add),
  };
}

/** More than any machine has processors for a proxy. */
const mostWorkers = 64;

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** NB: A URL may hold a password: what is wrong with it is said without it. */
function checkRedis(value: unknown, add: Add): OperationSettings["redis"] {
  if (!isSaid(value)) return null;
  const given = objectOf(["redis"], value, ["url", "whenAway"], add);
  if (given === null) return null;
  const { url, whenAway = "open" } = given;
  if (typeof url !== "string" || !URL.canParse(url) || !/^rediss?:\/\/./.test(url))
    add(["redis", "url"], "redis.url is no URL of a Redis: redis://host:6379, or rediss:// for TLS.");
  if (whenAway !== "open" && whenAway !== "closed")
    add(["redis", "whenAway"], `redis.whenAway ${JSON.stringify(whenAway)} is neither open nor closed.`);
  return { url: url as string, whenAway: whenAway as "open" | "closed" };
}

function checkAdmin(value: unknown, add: Add): OperationSettings["admin"] {
  if (value === undefined || value === null) return null;
  const given = objectOf(["admin"], value, ["host", "port"], add);
  if (given === null) return null;
  const { host = "127.0.0.1", port } = given;
  if (typeof host !== "string" || host === "")
    add(["admin", "host"], `admin.host ${JSON.stringify(host)} is no address to listen on.`);
  if (port === undefined) add(["admin"], "admin.port is missing: say on which port health and metrics are told.");
  else if (!isPort(port))
    add(["admin", "port"], `admin.port ${JSON.stringify(port)} is no port: a whole number from 0 to 65535.`);
  return { host: host as string, port: port as number };
}

/** An object of known keys; null, and a sentence for what is wrong, if it is none. */
function objectOf(path: readonly string[], value: unknown, known: readonly string[], add: Add): Given | null {
  const name = path.join(".");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    add(path, `${name} is no object: { ${known.join(", ")} }.`);
    return null;
  }
  for (const key of Object.keys(value))
    if (!known.includes(key))
      add([...path, key], `${name}.${key} is not a key that is known here: ${known.join(" and ")} are.`);
  return value as Given;
}

export function isPort(value: unknown): boolean {
  return isWithin(value, 0, 65_535);
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}
