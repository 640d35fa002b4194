import type { EngineName, FetchFailure, Trace } from "@concors/browser/engine";
import { get } from "concors/protocol";
import type { LookAlikeFailure } from "../look-alikes/failure.ts";
import { fill } from "./fill.ts";
import type { ConsoleOutput } from "./output.ts";
import { chromiumTexts, webkitTexts } from "./texts.ts";

type OutputOf = (engine: EngineName, failure: LookAlikeFailure, trace: Trace) => ConsoleOutput;

const nothing: ConsoleOutput = { console: [], javascript: null };

/** What a page's author sees where it is not the fetch that fails, but what the page does with its answer. */
export function answerOutput(engine: EngineName, failure: LookAlikeFailure, trace: Trace): ConsoleOutput {
  return outputs[failure.code](engine, failure, trace);
}

/** Whether a failure is not of the fetch. */
export function isOfAnswer(failure: FetchFailure | LookAlikeFailure): failure is LookAlikeFailure {
  return Object.hasOwn(outputs, failure.code);
}

const outputs: Readonly<Record<LookAlikeFailure["code"], OutputOf>> = {
  // Nobody has seen the words for these.
  "url-literal": () => nothing,
  "blocked-by-client": () => nothing,
  "not-usable": () => ({ console: [], javascript: "error event" }),
  "canvas-tainted": (engine) => ({
    console: engine === "webkit" ? [webkitTexts.canvas] : [],
    javascript: canvasErrors[engine],
  }),
  "header-not-exposed": hiddenHeaderOutput,
  "body-is-opaque": (engine) => ({ console: [], javascript: endOfNothing[engine] }),
  "body-broken-off": (engine, _failure, trace) => ({
    console: brokenBodyLines(engine, trace),
    javascript: bodyError(trace, hasLength(trace) ? shortBodyErrors[engine] : brokenBodyErrors[engine]),
  }),
  "body-not-decodable": (engine, _failure, trace) => ({
    console: engine === "chromium" ? [fill(chromiumTexts.failed, { error: "ERR_CONTENT_DECODING_FAILED" })] : [],
    javascript: bodyError(trace, engine === "firefox" ? "TypeError: Decoding failed." : brokenBodyErrors[engine]),
  }),
};

const canvasErrors: Readonly<Record<EngineName, string>> = {
  spec: "SecurityError",
  chromium: `SecurityError: Failed to execute 'getImageData' on 'CanvasRenderingContext2D': ${chromiumTexts.canvas}`,
  firefox: "SecurityError: The operation is insecure.",
  webkit: "SecurityError: The operation is insecure.",
};

/** As `json()` fails. */
const endOfNothing: Readonly<Record<EngineName, string>> = {
  spec: "SyntaxError",
  chromium: "SyntaxError: Unexpected end of input",
  firefox: "SyntaxError: JSON.parse: unexpected end of data at line 1 column 1 of the JSON data",
  webkit: "SyntaxError: The string did not match the expected pattern.",
};

/** Reading it gives null, and of an XMLHttpRequest Chromium says so. */
function hiddenHeaderOutput(engine: EngineName, { actual }: LookAlikeFailure, { request }: Trace): ConsoleOutput {
  const isTold = engine === "chromium" && (request.initiator === "xhr" || request.initiator === "sync-xhr");
  const names = isTold ? (actual ?? "").split(", ") : [];
  return { console: names.map((name) => fill(chromiumTexts.unsafeHeader, { name })), javascript: null };
}

function brokenBodyLines(engine: EngineName, trace: Trace): string[] {
  switch (engine) {
    case "chromium": {
      const error = hasLength(trace) ? "ERR_CONTENT_LENGTH_MISMATCH" : "ERR_INCOMPLETE_CHUNKED_ENCODING";
      return [fill(chromiumTexts.failed, { error })];
    }
    case "webkit":
      return [fill(webkitTexts.failed, { reason: webkitTexts.connectionClosed })];
    default:
      return [];
  }
}

/** Whether the answer says how long it is; else it says where it ends. */
function hasLength({ exchanges }: Trace): boolean {
  return get(exchanges.at(-1)?.response?.headers ?? [], "Content-Length") !== null;
}

const brokenBodyErrors: Readonly<Record<EngineName, string>> = {
  spec: "TypeError",
  chromium: "TypeError: Failed to fetch",
  firefox: "TypeError: Error in input stream",
  webkit: "TypeError: Load failed",
};

const shortBodyErrors: Readonly<Record<EngineName, string>> = {
  ...brokenBodyErrors,
  firefox: "TypeError: Content-Length header of network response exceeds response Body.",
};

/** `fetch` resolves, and reading the body rejects; others read it themselves. */
function bodyError({ request }: Trace, error: string): string {
  return request.initiator === "fetch" ? error : "error event";
}
