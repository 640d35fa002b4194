import type { EngineName, Initiator } from "@concors/browser/engine";
import type { FailedFetch } from "./failed-fetch.ts";
import { fill } from "./fill.ts";
import { invalidRequestError } from "./invalid-request-error.ts";
import { chromiumTexts, webkitTexts } from "./texts.ts";
import { serviceWorkerReason } from "./webkit-reason.ts";

type BrowserName = Exclude<EngineName, "spec">;

/** An element or an object that has handlers gets an event that says nothing. */
const errorEvent = "error event";

/** What a script sees of a fetch that failed: its error as a string, or the event; null where it sees nothing. */
export function scriptError(engine: BrowserName, failed: FailedFetch): string | null {
  const { failure, request } = failed;
  if (failure.code === "invalid-request") return invalidRequestError(engine, failed);
  if (failure.code === "aborted") return request.initiator === "fetch" ? abortErrors[engine] : null;
  return errors[request.initiator](engine, failed);
}

const fetchErrors: Readonly<Record<BrowserName, string>> = {
  chromium: "TypeError: Failed to fetch",
  firefox: "TypeError: NetworkError when attempting to fetch resource.",
  webkit: "TypeError: Load failed",
};

// The spaces are theirs.
const abortErrors: Readonly<Record<BrowserName, string>> = {
  chromium: "AbortError: signal is aborted without reason",
  firefox: "AbortError: The operation was aborted. ",
  webkit: "AbortError: Fetch is aborted",
};

type ScriptError = (engine: BrowserName, failed: FailedFetch) => string | null;

const event: ScriptError = () => errorEvent;

const insecure = "SecurityError: The operation is insecure.";

const spaced = "NetworkError:  A network error occurred.";

const errors: Readonly<Record<Initiator, ScriptError>> = {
  fetch: (engine, failed) => {
    const { actual, code } = failed.failure;
    if (engine === "webkit" && code === "stream-upload" && actual === null)
      return `NotSupportedError: ${webkitTexts.streamUpload}`;
    if (engine === "webkit" && code === "service-worker-response") return `TypeError: ${serviceWorkerReason(failed)}`;
    return fetchErrors[engine];
  },
  xhr: event,
  "sync-xhr": (engine, { request }) =>
    ({
      chromium: `NetworkError: Failed to execute 'send' on 'XMLHttpRequest': Failed to load '${request.url}'.`,
      firefox: "NetworkError: A network error occurred.",
      webkit: spaced,
    })[engine],
  img: event,
  script: event,
  module: event,
  import: (engine, { failure, request }) =>
    ({
      chromium: `TypeError: Failed to fetch dynamically imported module: ${request.url}`,
      firefox: `TypeError: error loading dynamically imported module: ${request.url}`,
      webkit: failure.code.startsWith("allow-")
        ? "TypeError: Cross-origin script load denied by Cross-Origin Resource Sharing policy."
        : "TypeError: Importing a module script failed.",
    })[engine],
  // Two throw what the third tells the worker's handler.
  worker: (engine, { failure, location, request }) => {
    if (failure.code !== "same-origin-mode" || location !== null || engine === "firefox") return errorEvent;
    const { origin, url } = request;
    return engine === "webkit" ? insecure : `SecurityError: ${fill(chromiumTexts.workerOrigin, { url, origin })}`;
  },
  style: event,
  font: (engine) => (engine === "webkit" ? spaced : "NetworkError: A network error occurred."),
  video: event,
  preload: (engine) => (engine === "firefox" ? null : errorEvent),
  eventsource: event,
  // sendBeacon has long returned true.
  beacon: () => null,
};
