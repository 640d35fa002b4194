import type { Header } from "concors/protocol";
import type { StageAnswer, StageAnswers } from "../stage.ts";
import { allowOrigin, answer } from "../stage.ts";

// The lines that answers of presets are made of.

export const named: Header = [allowOrigin, "{{page}}"];
export const anyone: Header = [allowOrigin, "*"];
export const withCredentials: Header = ["Access-Control-Allow-Credentials", "true"];
export const varyOrigin: Header = ["Vary", "Origin"];

export function methods(value: string): Header {
  return ["Access-Control-Allow-Methods", value];
}

export function requestHeaders(value: string): Header {
  return ["Access-Control-Allow-Headers", value];
}

export function maxAge(value: string): Header {
  return ["Access-Control-Max-Age", value];
}

/** Answers that have these lines whatever is asked. */
export function always(...headers: readonly Header[]): StageAnswers {
  return { kind: "answers", preflight: null, actual: answer(200, ...headers) };
}

/** Answers that tell a preflight from the request itself. */
export function answers(preflight: StageAnswer, actual: StageAnswer): StageAnswers {
  return { kind: "answers", preflight, actual };
}
