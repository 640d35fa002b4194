import { badRequest } from "./problem.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws ProblemError that names what should be one */
export function objectOf(value: unknown, what: string): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw badRequest(`${what} has to be an object.`);
}

/** @throws ProblemError that names what should be one */
export function textOf(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw badRequest(`${what} has to be a text.`);
}

/** @throws ProblemError that names what should be a list of texts */
export function textsOf(value: unknown, what: string): string[] {
  if (Array.isArray(value) && value.every((text) => typeof text === "string")) return value;
  throw badRequest(`${what} have to be a list of texts.`);
}

/** One of a list. @throws ProblemError that names what should be one, and the list */
export function oneOf<Choice extends string>(value: unknown, choices: readonly Choice[], what: string): Choice {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw badRequest(`${what} has to be one of ${choices.join(", ")}.`);
}

/** Pairs of name and value. @throws ProblemError that names what should be a list of them */
export function pairsOf(value: unknown, what: string): [string, string][] {
  if (!Array.isArray(value)) throw badRequest(`${what} have to be a list of names and values.`);
  return (value as readonly unknown[]).map((pair) => {
    const [name, text, ...rest] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    if (typeof name === "string" && typeof text === "string" && rest.length === 0) return [name, text];
    throw badRequest(`${what} have to be a list of names and values.`);
  });
}
