import type { Decision } from "../policy/decision.ts";

/** Headers as HTTP/1.1 writes them. */
export interface HeaderLines {
  readonly text: string;
  /** By name in lower case. */
  readonly values: Readonly<Record<string, string>>;
}

/** A decision as HTTP/1.1 writes it; without `Vary` where the handler has one that it goes into. */
interface DecisionLines {
  readonly withVary: HeaderLines;
  readonly withoutVary: HeaderLines;
}

/** Decisions are frozen, and few for many requests: each is written once. */
const written = new WeakMap<Decision, DecisionLines>();

/** @throws TypeError if a value cannot stand in a header */
export function linesOf(decision: Decision): DecisionLines {
  let lines = written.get(decision);
  if (lines === undefined) {
    const { headers, vary } = decision;
    const withoutVary = write(headers);
    const withVary = vary.length === 0 ? withoutVary : write([...headers, ["Vary", vary.join(", ")]]);
    lines = { withVary, withoutVary };
    written.set(decision, lines);
  }
  return lines;
}

function write(headers: Decision["headers"]): HeaderLines {
  for (const [name, value] of headers) {
    // What Node looks for in what is set: a line break would begin another header.
    if (/[^\t\u0020-\u007E\u0080-\u00FF]/.test(value)) throw new TypeError(`Invalid character in header ${name}`);
  }
  return {
    text: headers.map(([name, value]) => `${name}: ${value}\r\n`).join(""),
    values: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
  };
}
