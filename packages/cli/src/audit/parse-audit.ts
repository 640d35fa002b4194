import { redactUrl } from "@concors/explain";
import type { AuditSeverity } from "@concors/explain/audit";
import type { Policy } from "concors";
import { checkPolicy } from "concors";
import type { Header } from "concors/protocol";
import { isMethod, normalizeMethod } from "concors/protocol";
import { parseResolve, parseUrl, readHeader } from "../check/parse-request.ts";
import { parseJson } from "../config/site-options.ts";
import { nameOf, readText } from "../text-file.ts";
import { UsageError } from "../usage-error.ts";
import type { AuditInput } from "./audit-input.ts";
import type { ReportFormat } from "./report/write-report.ts";

/** The options of `concors audit`, as commander leaves them. */
export interface AuditCommandOptions {
  readonly header: readonly string[];
  readonly origin: readonly string[];
  readonly policy?: string;
  readonly method: readonly string[];
  readonly requests: string;
  readonly rate: string;
  readonly concurrency: string;
  readonly timeout: string;
  readonly private?: true;
  readonly insecure?: true;
  readonly resolve: readonly string[];
  readonly json?: true;
  readonly sarif?: true;
  readonly markdown?: true;
  readonly html?: true;
  readonly proofs?: string;
  readonly failOn: AuditSeverity;
  readonly baseline?: string;
  readonly writeBaseline?: true;
  readonly list?: string;
  readonly sitemap?: string;
  readonly state?: string;
  readonly queue?: string;
  readonly worker?: true;
  readonly color: boolean;
}

/** @throws UsageError with one line about what is wrong */
export function parseAudit(urls: readonly string[], options: AuditCommandOptions): AuditInput {
  const isWorker = options.worker === true;
  const given = urls.length + Number(options.list !== undefined) + Number(options.sitemap !== undefined);
  if (isWorker && options.queue === undefined)
    throw new UsageError("--worker: say by --queue redis://host:port where the URLs are.");
  if (isWorker && given > 0) throw new UsageError("--worker takes its URLs from the queue: leave them out here.");
  if (!isWorker && given === 0)
    throw new UsageError("say what to audit: a URL, --list FILE (- for standard input) or --sitemap URL.");
  if (options.writeBaseline === true && options.baseline === undefined)
    throw new UsageError("--write-baseline: say by --baseline FILE where it is written.");
  return {
    urls: urls.map(parseUrl),
    list: options.list ?? null,
    sitemap: options.sitemap === undefined ? null : parseUrl(options.sitemap),
    options: {
      credentials: options.header.map(parseCredential),
      origins: options.origin.map(parseOrigin),
      methods: options.method.map(parseAuditMethod),
      budget: parseCount("--requests", options.requests, 1, 1000),
      ...(options.policy !== undefined && { policy: readPolicy(options.policy) }),
    },
    rate: parseNumber("--rate", options.rate, 0, 1000),
    concurrency: parseCount("--concurrency", options.concurrency, 1, 1000),
    timeout: Math.ceil(parseNumber("--timeout", options.timeout, 0.001, 3600) * 1000),
    allowsPrivate: options.private === true,
    insecure: options.insecure === true,
    resolve: options.resolve.map(parseResolve),
    format: formatOf(options),
    failOn: options.failOn,
    baseline: options.baseline ?? null,
    writesBaseline: options.writeBaseline === true,
    proofs: options.proofs ?? null,
    state: options.state ?? null,
    queue: options.queue === undefined ? null : parseQueue(options.queue),
    isWorker,
    color: options.color,
  };
}

function formatOf({ html, json, markdown, sarif }: AuditCommandOptions): ReportFormat {
  const asked = Object.entries({ json, sarif, markdown, html }).filter(([, value]) => value === true);
  if (asked.length > 1) throw new UsageError(`${asked.map(([name]) => `--${name}`).join(" and ")}: say one of them.`);
  return (asked[0]?.[0] ?? "terminal") as ReportFormat;
}

/** A header of a user who is signed in: here it is we who are the browser, so Cookie is one. */
function parseCredential(text: string): Header {
  const [name, value] = readHeader(text);
  if (/^(?:origin|host|access-control-.*|content-length|transfer-encoding|connection)$/i.test(name))
    throw new UsageError(`-H ${name}: the audit sets it itself.`);
  return [name, value];
}

function parseOrigin(text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  const guess =
    URL.canParse(text) && /^https?:/.test(text) ? `use ${new URL(text).origin}.` : "like https://app.example.com.";
  throw new UsageError(`--origin ${redactUrl(text)}: that is not an origin; ${guess}`);
}

function parseAuditMethod(text: string): string {
  if (!isMethod(text)) throw new UsageError(`--method ${JSON.stringify(text)}: that is not an HTTP method.`);
  return normalizeMethod(text);
}

function readPolicy(file: string): Policy {
  const checked = checkPolicy(onlyPolicy(file, parseJson(file, readText(file))));
  if (!checked.ok) throw new UsageError(`${nameOf(file)}: ${checked.issues.map(({ message }) => message).join("; ")}`);
  return checked.policy;
}

/** A site with one policy is that policy: so `concors config import` writes it. */
function onlyPolicy(file: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("fallback" in value)) return value;
  if ("routes" in value && Array.isArray(value.routes) && value.routes.length > 0)
    throw new UsageError(`${nameOf(file)}: policies by path; an audit takes one: that of what is audited.`);
  return value.fallback;
}

function parseQueue(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== "redis:" && url?.protocol !== "rediss:")
    throw new UsageError(`--queue: it takes the URL of a Redis, like redis://127.0.0.1:6379.`);
  return url;
}

function parseNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (text.trim() === "" || !(number >= least && number <= most))
    throw new UsageError(`${name} ${text}: it takes a number from ${least} to ${most}.`);
  return number;
}

function parseCount(name: string, text: string, least: number, most: number): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`${name} ${text}: it takes a whole number from ${least} to ${most}.`);
  return parseNumber(name, text, least, most);
}
