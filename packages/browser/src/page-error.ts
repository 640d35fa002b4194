import type { EngineName, FetchFailure } from "./engine/index.ts";
import { failureSentence } from "./failure-sentence.ts";

/**
 * Why a fetch failed, as a page must not know it: the `cause` of the bare TypeError. Plain data.
 */
export type FetchFailureCause = FetchFailure & { readonly message: string };

const fetchMessages: Record<EngineName, string> = {
  spec: "Failed to fetch",
  chromium: "Failed to fetch",
  firefox: "NetworkError when attempting to fetch resource.",
  webkit: "Load failed",
};

const bodyMessages: Record<EngineName, string> = {
  spec: "network error",
  chromium: "network error",
  firefox: "Error in input stream",
  webkit: "Load failed",
};

/** The bare TypeError that a page gets for a network error, in its engine's words. */
export function fetchError(engine: EngineName, failure: FetchFailure): TypeError {
  return bareError(fetchMessages[engine], failure);
}

/** The same for a body that breaks off. */
export function bodyError(engine: EngineName, failure: FetchFailure): TypeError {
  return bareError(bodyMessages[engine], failure);
}

function bareError(message: string, failure: FetchFailure): TypeError {
  const cause: FetchFailureCause = { ...failure, message: failureSentence(failure) };
  return new TypeError(message, { cause });
}
