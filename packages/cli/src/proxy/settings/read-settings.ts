import { parseDocument } from "yaml";
import { readText } from "../../text-file.ts";
import { UsageError } from "../../usage-error.ts";
import { anything } from "./settings.ts";
import { environmentFile, environmentName, environmentPrefix, flagName, settings } from "./setting-table.ts";
import type { Setting, SettingKind } from "./setting-table.ts";

/** The options of `concors proxy`, as commander leaves them: texts, lists of them, and `true`. */
export type ProxyCommandOptions = Readonly<Record<string, string | readonly string[] | true | undefined>>;

/** What may be settings, of which nothing is checked yet, and where each of them was said. */
export interface GivenSettings {
  readonly value: unknown;
  /** Of what has this path or a longer one: a file, a flag or a variable; null if nobody said it. */
  readonly sourceOf: (path: readonly (string | number)[]) => string | null;
  /** Variables that look like settings, and are none. */
  readonly unknownVariables: readonly string[];
}

/** Where settings are said. */
export interface SettingSources {
  readonly options: ProxyCommandOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The file with settings; null without one. */
export function settingsFile({ options, env }: SettingSources): string | null {
  const file = options["config"] ?? env[environmentFile];
  return typeof file === "string" && file !== "" ? file : null;
}

/**
 * All that was said: a flag holds before the environment, which holds before the file, for each setting by itself.
 *
 * @throws UsageError with one line, if something cannot be read at all
 */
export function readSettings(sources: SettingSources): GivenSettings {
  const file = settingsFile(sources);
  const read = file === null ? {} : parseSettings(file, readText(file));
  const unknownVariables = Object.keys(sources.env).filter(isUnknownVariable);
  // Whatever else it is, `checkSettings` says so.
  if (!isRecord(read)) return { value: read, sourceOf: () => file, unknownVariables };
  const said = [...environmentSettings(sources.env), ...flagSettings(sources.options)];
  const value = said.reduce((all, { path, value: one }) => withValue(all, path, one), withBeginnings(read, said));
  return {
    value,
    unknownVariables,
    sourceOf(path) {
      if (path.length === 0) return null;
      const last = said.findLast(({ path: of }) => isBeginning(of, path) || isBeginning(path, of));
      if (last !== undefined) return last.source;
      return file !== null && Object.hasOwn(read, path[0]!) ? file : null;
    },
  };
}

/** Origins alone are said for all that pages may send; private networks alone for all that is public beside. */
function withBeginnings(read: object, said: readonly Said[]): object {
  const isSaid = (key: string): boolean => !Object.hasOwn(read, key) && said.some(({ path: [first] }) => first === key);
  return {
    ...(isSaid("callers") && { callers: anything }),
    ...(isSaid("targets") && { targets: { hosts: ["*"] } }),
    ...read,
  };
}

const knownVariables: ReadonlySet<string> = new Set([environmentFile, ...settings.map(environmentName)]);

/** NB: For a service `concors-proxy`, Kubernetes sets `CONCORS_PROXY_SERVICE_HOST` and the like. */
function isUnknownVariable(name: string): boolean {
  if (!name.startsWith(environmentPrefix) || knownVariables.has(name)) return false;
  return !/^(?:SERVICE_|PORT_\d)/.test(name.slice(environmentPrefix.length));
}

interface Said {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly source: string;
}

function flagSettings(options: ProxyCommandOptions): Said[] {
  return settings.flatMap((setting) => {
    const flag = flagName(setting);
    if (flag === null) return [];
    const option = options[camelCase(flag.slice(2))];
    if (option === undefined || (Array.isArray(option) && option.length === 0)) return [];
    const { path, kind } = setting;
    return [{ path, value: kind === "switch" ? true : valueOf(option as string, kind, flag), source: flag }];
  });
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What is empty is not said: that is how a variable is left out where it stands in a list of them. */
function environmentSettings(env: SettingSources["env"]): Said[] {
  return settings.flatMap((setting) => {
    const source = environmentName(setting);
    const text = env[source];
    if (text === undefined || text === "" || isOfKubernetes(text)) return [];
    return [{ path: setting.path, value: environmentValue(text, setting, source), source }];
  });
}

/** For a service `concors-proxy`, Kubernetes tells all containers `CONCORS_PROXY_PORT=tcp://10.0.0.1:8080`. */
function isOfKubernetes(text: string): boolean {
  return /^(?:tcp|udp|sctp):\/\//.test(text);
}

function environmentValue(text: string, { kind }: Setting, source: string): unknown {
  if (kind === "switch") return { true: true, "1": true, false: false, "0": false }[text.toLowerCase()] ?? text;
  if (kind !== "texts" && kind !== "numbers") return valueOf(text, kind, source);
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== "");
  return valueOf(entries, kind, source);
}

/** What cannot be understood stays as it is, so that it is told of together with all that is wrong. */
function valueOf(given: string | readonly string[], kind: SettingKind, source: string): unknown {
  if (typeof given !== "string") {
    if (kind === "numbers") return given.map(numberOr);
    return given.length === 1 && given[0] === "*" && kind === "texts" && isOfCallers(source) ? "*" : given;
  }
  if (kind === "rate") return rateOf(given);
  if (kind === "cache") return cacheOf(given);
  if (kind === "trust") return trustOf(given);
  if (kind === "number or none" && given === "none") return null;
  return kind === "number" || kind === "number or none" ? numberOr(given) : given;
}

/** In a policy everything is a text of its own; hosts are a list, be it of one. */
function isOfCallers(source: string): boolean {
  return /ORIGIN|CALLERS/i.test(source);
}

/** `100/60`: so many requests, in so many seconds; `none`. What is neither stays as it is. */
function rateOf(text: string): unknown {
  if (text === "none") return null;
  const [, requests, seconds] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  return requests === undefined || seconds === undefined
    ? text
    : { requests: Number(requests), seconds: Number(seconds) };
}

/** `64`: so many megabytes. What is none stays as it is. */
function cacheOf(text: string): unknown {
  return /^[1-9]\d{0,5}$/.test(text) ? { bytes: Number(text) * 1024 ** 2 } : text;
}

/** A number of servers, or the networks that they are in. */
function trustOf(text: string): number | readonly string[] {
  return /^\d+$/.test(text) ? Number(text) : text.split(/[\s,]+/).filter((network) => network !== "");
}

function numberOr(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function isBeginning(path: readonly (string | number)[], of: readonly (string | number)[]): boolean {
  return path.length <= of.length && path.every((key, index) => key === of[index]);
}

/** A copy in which something else stands at a path. What is an object there and here is put together. */
function withValue(all: object, [key, ...rest]: readonly string[], value: unknown): object {
  const old = (all as Readonly<Record<string, unknown>>)[key!];
  const inner = isRecord(old) ? old : {};
  if (rest.length > 0) return { ...all, [key!]: withValue(inner, rest, value) };
  return { ...all, [key!]: isRecord(value) ? { ...inner, ...value } : value };
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
