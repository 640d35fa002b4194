import { parseDocument } from "yaml";
import { readText } from "../config/site-options.ts";
import { UsageError } from "../usage-error.ts";
import { callersOf } from "./check-settings.ts";

/** The options of `concors proxy`, as commander leaves them. */
export interface ProxyCommandOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: string;
  readonly origin: readonly string[];
  readonly target: readonly string[];
  readonly allowNetwork: readonly string[];
  readonly rate?: string;
  readonly webSockets?: true;
  readonly trustProxy?: string;
  readonly http2?: true;
  readonly cache?: string;
  readonly open?: true;
}

/**
 * What may be settings: nothing of it is checked yet. Where it listens, flags say before a file does.
 *
 * @throws UsageError with one line, if there are none to be read
 */
export function readSettings(options: ProxyCommandOptions): unknown {
  const { config, host, port } = options;
  const flags = settingsOfFlags(options);
  const listen = {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: numberOr(port) }),
  };
  if (config === undefined) return { ...flags, ...listen };
  if (Object.keys(flags).length > 0)
    throw new UsageError(
      "--config beside flags that say the same: but for --host and --port, put all of it into the file.",
    );
  const read = parseSettings(config, readText(config));
  // Whatever else it is, `checkSettings` says so.
  return typeof read === "object" && read !== null && !Array.isArray(read) ? { ...read, ...listen } : read;
}

function settingsOfFlags({
  origin,
  target,
  allowNetwork,
  rate,
  webSockets,
  http2,
  trustProxy,
  cache,
  open,
}: ProxyCommandOptions): object {
  const hasTargets = target.length > 0 || allowNetwork.length > 0;
  return {
    ...(origin.length > 0 && { callers: callersOf(origin) }),
    ...(hasTargets && { targets: { hosts: target.length > 0 ? target : ["*"], privateNetworks: allowNetwork } }),
    ...(rate !== undefined && { rateLimit: rateOf(rate) }),
    ...(webSockets === true && { webSockets }),
    ...(http2 === true && { http2 }),
    ...(trustProxy !== undefined && { trustProxy: trustOf(trustProxy) }),
    ...(cache !== undefined && { cache: cacheOf(cache) }),
    ...(open === true && { open }),
  };
}

/** `100/60`: so many requests, in so many seconds. */
function rateOf(text: string): object {
  const [, requests, seconds] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (requests === undefined || seconds === undefined)
    throw new UsageError(`--rate ${JSON.stringify(text)} is no rate: requests/seconds, as in 100/60.`);
  return { requests: Number(requests), seconds: Number(seconds) };
}

/** A number of servers, or the networks that they are in. */
function trustOf(text: string): number | readonly string[] {
  return /^\d+$/.test(text) ? Number(text) : text.split(",");
}

function cacheOf(text: string): object {
  if (/^[1-9]\d{0,5}$/.test(text)) return { bytes: Number(text) * 1024 ** 2 };
  throw new UsageError(`--cache ${JSON.stringify(text)} is no number of megabytes: --cache 64, for example.`);
}

function numberOr(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** JSON is YAML as well, so one parser reads both. */
function parseSettings(file: string, text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) throw new UsageError(`${file} is neither JSON nor YAML: ${firstLine(error.message)}`);
  try {
    return document.toJS() as unknown;
  } catch (failure) {
    throw new UsageError(`${file} cannot be read: ${failure instanceof Error ? failure.message : String(failure)}.`);
  }
}

function firstLine(message: string): string {
  return `${message.split("\n", 1)[0]!.replace(/[:.]$/, "")}.`;
}
