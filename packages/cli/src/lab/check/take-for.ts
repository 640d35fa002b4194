import { badRequest } from "../problem.ts";

/** What a text is: by its look alone. */
export type Taken = "request" | "curl" | "fetch" | "har";

/** @throws ProblemError if it is none of them */
export function takeFor(text: string): Taken {
  const trimmed = text.trim();
  if (/^(?:\$\s+)?curl(?:\.exe)?\s/.test(trimmed)) return "curl";
  if (trimmed.startsWith("{") && /"log"\s*:/.test(trimmed.slice(0, 1000))) return "har";
  if (/\bfetch\s*\(/.test(trimmed)) return "fetch";
  if (/^[^\s"'<>{}]+$/.test(trimmed)) return "request";
  throw badRequest("That is neither a URL, nor a curl command, nor a call of fetch, nor a recording (HAR).");
}
