import { isOriginOrNull } from "../../protocol/parse-origin.ts";
import type { DecisionHeader } from "../../policy/decision.ts";
import { matchesOrigin } from "./loose-pattern.ts";
import type { CorsOptions, CustomOrigin, StaticOrigin } from "./options.ts";

/** Options, made ready to be asked. */
export interface CompiledOptions {
  readonly origin: CompiledOrigin | CustomOrigin | null;
  /** What an answer that may be read says beside the origin. */
  readonly actualHeaders: readonly DecisionHeader[];
  /** And what an answer to OPTIONS says. */
  readonly preflightHeaders: readonly DecisionHeader[];
  /** Whether those headers are allowed that a preflight asks for. */
  readonly echoes: boolean;
  readonly preflightContinue: boolean;
  readonly optionsSuccessStatus: number;
}

/** Gives the value of `Access-Control-Allow-Origin` for a request's `Origin`; null if there is none. */
export interface CompiledOrigin {
  readonly allowOrigin: (requestOrigin: string | undefined) => string | null;
  /** Whether the value, or whether there is one, depends on the request. */
  readonly varies: boolean;
}

const defaultMethods = "GET,HEAD,PUT,PATCH,POST,DELETE";

/** @param options that passed checkOptions, or are used all the same */
export function compileOptions(options: CorsOptions): CompiledOptions {
  const { origin, preflightContinue, optionsSuccessStatus } = options;
  const credentials: readonly DecisionHeader[] =
    options.credentials === true ? [["Access-Control-Allow-Credentials", "true"]] : [];
  const exposed = header("Access-Control-Expose-Headers", joined(options.exposedHeaders));
  const allowedHeaders = options.allowedHeaders || options.headers;
  return {
    origin: typeof origin === "function" ? origin : compileOrigin("origin" in options ? origin : "*"),
    actualHeaders: [...credentials, ...exposed],
    preflightHeaders: [
      ...credentials,
      ...header("Access-Control-Allow-Methods", joined(options.methods ?? defaultMethods)),
      ...header("Access-Control-Allow-Headers", joined(allowedHeaders)),
      ...header("Access-Control-Max-Age", String(options.maxAge ?? "")),
      ...exposed,
    ],
    echoes: !allowedHeaders,
    preflightContinue: Boolean(preflightContinue),
    optionsSuccessStatus: optionsSuccessStatus ?? 204,
  };
}

function joined(value: string | readonly string[] | undefined): string {
  return typeof value === "string" ? value : (value ?? []).join(",");
}

function header(name: string, value: string): DecisionHeader[] {
  return value === "" ? [] : [[name, value]];
}

/** @returns null if no origin is allowed, and nothing is said about any */
export function compileOrigin(origin: StaticOrigin | undefined): CompiledOrigin | null {
  if (!origin) return null;
  if (origin === "*") return { allowOrigin: () => "*", varies: false };
  if (typeof origin === "string") return { allowOrigin: () => origin, varies: true };
  const matches = matcherOf(origin);
  return {
    // Whatever else a client writes there is not repeated: no browser sent it.
    allowOrigin: (requestOrigin) =>
      requestOrigin !== undefined && isOriginOrNull(requestOrigin) && matches(requestOrigin) ? requestOrigin : null,
    varies: true,
  };
}

type Matcher = (origin: string) => boolean;

function matcherOf(origin: StaticOrigin): Matcher {
  if (typeof origin === "string") return (requestOrigin) => requestOrigin === origin;
  if (origin instanceof RegExp) return (requestOrigin) => matchesOrigin(origin, requestOrigin);
  if (!isList(origin)) return () => origin;

  const texts = new Set<unknown>(origin.filter((entry) => typeof entry === "string"));
  const others = origin.filter((entry) => typeof entry !== "string").map(matcherOf);
  return (requestOrigin) => texts.has(requestOrigin) || others.some((matches) => matches(requestOrigin));
}

function isList(origin: StaticOrigin): origin is readonly (boolean | string | RegExp)[] {
  return Array.isArray(origin);
}
