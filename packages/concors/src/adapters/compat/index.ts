import { headerOf } from "../../policy/request.ts";
import type { NodeRequest } from "../node.ts";
import { endWithStatus } from "../node-response.ts";
import type { NodeResponse } from "../node-response.ts";
import { applyHeaders } from "./apply-headers.ts";
import { ask } from "./ask.ts";
import { checkOptions } from "./check-options.ts";
import { compileOptions, compileOrigin } from "./compile-options.ts";
import type { CompiledOptions, CompiledOrigin } from "./compile-options.ts";
import { CorsOptionsError } from "./option-issue.ts";
import type { OptionIssue } from "./option-issue.ts";
import type { CorsOptions, CorsOptionsDelegate, StaticOrigin } from "./options.ts";
import { preflightHeaderNames } from "./preflight-header-names.ts";
import { warn } from "./warn.ts";

export { CorsOptionsError } from "./option-issue.ts";
export type { NodeRequest } from "../node.ts";
export type { NodeResponse } from "../node-response.ts";
export type { OptionIssue, OptionIssueCode } from "./option-issue.ts";
export type { CorsOptions, CorsOptionsDelegate, CustomOrigin, StaticOrigin } from "./options.ts";

/** What the package `cors` has no word for. */
export interface CompatSettings {
  /** Whether what is unsafe keeps the server from starting, or is done all the same and warned about; `"throw"` if left out. */
  readonly unsafe?: "throw" | "warn" | undefined;
  /** Told what is not as it was meant, once for each set of options; `console.warn` if it is left out. */
  readonly onWarning?: ((issue: OptionIssue) => void) | undefined;
}

/** Middleware for Express and Connect. */
export type CorsMiddleware<Request extends NodeRequest = NodeRequest> = (
  request: Request,
  response: NodeResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * Takes the options of the npm package `cors`, and the place of it, but refuses what is unsafe.
 *
 * @example
 * app.use(cors({ origin: ["https://app.example.com"], credentials: true }));
 * @param options or a function that is asked for those of each request
 * @throws CorsOptionsError with everything that is unsafe in the options; from a function's options, requests fail with it
 */
export default function cors<Request extends NodeRequest = NodeRequest>(
  options?: CorsOptions | CorsOptionsDelegate<Request> | null,
  settings: CompatSettings = {},
): CorsMiddleware<Request> {
  if (typeof options !== "function") {
    const compiled = compileChecked(options ?? {}, settings);
    return (request, response, next) => answer(compiled, { request, response, next, asked: false });
  }
  const known = new WeakMap<CorsOptions, CompiledOptions>();
  return (request, response, next) => {
    ask<CorsOptions>(
      (callback) => options(request, callback),
      (error, given) => {
        if (error) return next(error);
        const optionsHere = given ?? defaultOptions;
        let compiled = known.get(optionsHere);
        try {
          compiled ??= compileChecked(optionsHere, settings);
        } catch (unsafe) {
          return next(unsafe);
        }
        known.set(optionsHere, compiled);
        answer(compiled, { request, response, next, asked: true });
      },
    );
  };
}

const defaultOptions: CorsOptions = {};

function compileChecked(options: CorsOptions, { unsafe, onWarning = warn }: CompatSettings): CompiledOptions {
  const { issues, warnings } = checkOptions(options);
  if (issues.length > 0 && unsafe !== "warn") throw new CorsOptionsError(issues);
  for (const issue of [...issues, ...warnings]) onWarning(issue);
  return compileOptions(options);
}

interface Exchange {
  readonly request: NodeRequest;
  readonly response: NodeResponse;
  readonly next: (error?: unknown) => void;
  /** Whether a function has been asked, whose answer depends on the request. */
  readonly asked: boolean;
}

function answer(options: CompiledOptions, exchange: Exchange): void {
  const { origin } = options;
  if (typeof origin !== "function") {
    answerWithOrigin(options, origin, exchange);
    return;
  }
  ask<StaticOrigin>(
    (callback) => origin(headerOf(exchange.request, "origin"), callback),
    (error, given) => {
      if (error) {
        applyHeaders(exchange.response, [], ["Origin"]);
        exchange.next(error);
      } else {
        answerWithOrigin(options, compileOrigin(given), { ...exchange, asked: true });
      }
    },
  );
}

function answerWithOrigin(options: CompiledOptions, origin: CompiledOrigin | null, exchange: Exchange): void {
  const { request, response, next, asked } = exchange;
  // It was switched off, for everybody.
  if (origin === null && !asked) return next();

  const isOptions = request.method?.toUpperCase() === "OPTIONS";
  const allowOrigin = origin?.allowOrigin(headerOf(request, "origin")) ?? null;
  const vary = asked || origin?.varies === true ? ["Origin"] : [];
  if (isOptions && options.echoes) vary.push("Access-Control-Request-Headers");
  if (allowOrigin === null) {
    applyHeaders(response, [], vary);
  } else {
    const others = isOptions ? options.preflightHeaders : options.actualHeaders;
    const echoed = isOptions && options.echoes ? preflightHeaderNames(request) : [];
    applyHeaders(response, [["Access-Control-Allow-Origin", allowOrigin], ...others, ...echoed], vary);
  }
  if (!isOptions || options.preflightContinue || (origin === null && !isPreflight(request))) return next();
  const status = options.optionsSuccessStatus;
  // RFC 9110, 8.6: A server MUST NOT send a Content-Length header field in any response with a status code of […] 204.
  if (status !== 204) response.setHeader("Content-Length", "0");
  endWithStatus(response, status);
}

function isPreflight(request: NodeRequest): boolean {
  return headerOf(request, "access-control-request-method") !== undefined;
}
