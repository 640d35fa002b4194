import { engineNames } from "../engine/index.ts";
import type { EngineName, RequestInit } from "../index.ts";
import { UsageError } from "./errors.ts";

/** What a page asks for, as in `fetch`, and by which browsers; a GET of the server's URL if all is left out. */
export interface PageRequest extends Omit<RequestInit, "mode" | "signal"> {
  /** From the server's URL: "/items". */
  readonly path?: string | undefined;
  /** The browsers that have to agree; Chromium, Firefox and WebKit if left out. "spec" is the standard. */
  readonly engine?: EngineName | readonly EngineName[] | undefined;
  /** How long an answer may take, in milliseconds; 4000 if left out, which is less than a test runner waits for a test. */
  readonly timeout?: number | undefined;
  /** Whether any certificate will do. */
  readonly insecure?: boolean | undefined;
}

/** The same for what needs an origin, and can do without the test's naming one. */
export interface PageRequestFrom extends PageRequest {
  /** The origin of the page that asks; https://app.example.com if left out, which few servers know. */
  readonly origin?: string | undefined;
}

/** Who asks for what, every part of it valid. */
export interface Asked {
  /** The page's serialized origin; "null" for an opaque one. */
  readonly origin: string;
  /** Whether the test named no origin. */
  readonly isOriginAssumed: boolean;
  readonly path: string;
  readonly init: RequestInit;
  readonly engines: readonly EngineName[];
  readonly timeout: number;
  readonly insecure: boolean;
}

/** The origin of pages where a test names none. */
const someOrigin = "https://app.example.com";

/** The origin of pages that no server can know. */
export const otherOrigin = "https://other-site.example";

const browsers: readonly EngineName[] = ["chromium", "firefox", "webkit"];

/** @throws UsageError with one sentence about what is wrong */
export function askedBy(origin: string, request: string | PageRequest = {}): Asked {
  const { engine, insecure, path, timeout, ...init }: PageRequest =
    typeof request === "string" ? { path: request } : withKnownKeys(checkedObject(request));
  return {
    origin: checkedOrigin(origin),
    isOriginAssumed: false,
    path: path ?? "",
    init,
    engines: checkedEngines(engine),
    timeout: checkedTimeout(timeout),
    insecure: insecure ?? false,
  };
}

/** The same where the origin is one part of the request among others. */
export function askedFrom(request: string | PageRequestFrom = {}): Asked {
  const { origin, ...rest }: PageRequestFrom = typeof request === "string" ? { path: request } : checkedObject(request);
  return { ...askedBy(origin ?? someOrigin, rest), isOriginAssumed: origin === undefined };
}

/** What a request can say: a word that nobody reads would make a test pass that should not. */
const keys =
  "body cache credentials duplex engine headers insecure keepalive method path redirect referrer referrerPolicy timeout".split(
    " ",
  );

function withKnownKeys(request: PageRequest): PageRequest {
  const unknown = Object.keys(request).find((key) => !keys.includes(key));
  if (unknown === undefined) return request;
  throw new UsageError(`A request has no ${JSON.stringify(unknown)}; it has ${keys.join(", ")}.`);
}

function checkedObject(request: unknown): PageRequest {
  if (typeof request === "object" && request !== null && !Array.isArray(request)) return request;
  throw new UsageError(
    `${JSON.stringify(request)} is no request, which is a path or an object like { path: "/items", method: "PUT" }.`,
  );
}

function checkedOrigin(origin: unknown): string {
  if (origin === "null") return origin;
  const url = typeof origin === "string" && URL.canParse(origin) ? new URL(origin) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new UsageError(
      `${JSON.stringify(origin) ?? "undefined"} is not the origin of a page, which is like https://app.example.com.`,
    );
  }
  if (url.origin !== origin) throw new UsageError(`"${String(origin)}" is not an origin: it is "${url.origin}".`);
  return origin;
}

function checkedEngines(engine: EngineName | readonly EngineName[] = browsers): readonly EngineName[] {
  const engines = typeof engine === "string" ? [engine] : engine;
  const unknown = engines.find((name) => !engineNames.includes(name));
  if (unknown === undefined && engines.length > 0) return engines;
  throw new UsageError(`engine: ${JSON.stringify(unknown ?? [])} is none; there are ${engineNames.join(", ")}.`);
}

function checkedTimeout(timeout: unknown = 4000): number {
  if (typeof timeout === "number" && timeout > 0 && timeout <= maxTimeout) return timeout;
  throw new UsageError(`timeout: ${String(timeout)} is no time in milliseconds, like 4000.`);
}

/** What a timer can wait for: more, and it does not wait at all. */
const maxTimeout = 2 ** 31 - 1;
