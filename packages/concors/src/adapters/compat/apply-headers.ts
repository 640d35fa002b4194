import type { DecisionHeader } from "../../policy/decision.ts";
import { corsResponseHeaders } from "../cors-response-headers.ts";
import { mergeVary } from "../merge-vary.ts";
import { setGivenHeaders } from "../set-headers.ts";
import type { NodeResponse } from "../set-headers.ts";

type WriteHead = (this: NodeResponse, statusCode: number, ...rest: unknown[]) => NodeResponse;

const applied: unique symbol = Symbol("concors/compat");

interface Applied {
  vary: readonly string[];
  readonly writeHead: WriteHead | undefined;
}

type AppliedResponse = { [applied]?: Applied; writeHead?: WriteHead };

/**
 * Sets headers at once, where the code that follows can see and change them. Only `Vary` is looked after until it is
 * sent: who sets it does not know what else the answer depends on.
 *
 * What options that are mounted further out have set goes: the headers of two sets of options together may allow what
 * neither of them does.
 */
export function applyHeaders(
  response: NodeResponse,
  headers: readonly DecisionHeader[],
  vary: readonly string[],
): void {
  const extended = response as unknown as AppliedResponse;
  const before = extended[applied];
  if (before === undefined) {
    extended[applied] = { vary, writeHead: extended.writeHead };
    if (extended.writeHead !== undefined) extended.writeHead = writeHeadWithVary;
  } else {
    before.vary = [...before.vary, ...vary];
    for (const name of corsResponseHeaders) response.removeHeader(name);
  }
  for (const [name, value] of headers) response.setHeader(name, value);
  addVary(response, vary);
}

function writeHeadWithVary(this: NodeResponse, statusCode: number, ...rest: unknown[]): NodeResponse {
  const { vary, writeHead } = (this as unknown as Required<AppliedResponse>)[applied];
  // Node has something to say about that.
  if (this.headersSent) return writeHead!.call(this, statusCode, ...rest);
  const reason = setGivenHeaders(this, rest);
  addVary(this, vary);
  return writeHead!.call(this, statusCode, ...reason);
}

function addVary(response: NodeResponse, vary: readonly string[]): void {
  if (vary.length === 0) return;
  const merged = mergeVary(String(response.getHeader("Vary") ?? ""), vary);
  if (merged !== null) response.setHeader("Vary", merged);
}
