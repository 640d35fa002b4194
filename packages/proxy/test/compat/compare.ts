import type { Outcome, Seen } from "./play.ts";

/** One thing that came out differently. */
export interface Difference {
  /** In the answer's status and body, in its headers, or in what a target was sent. */
  readonly place: "outcome" | "answer" | "target";
  /** Which request to a target; 0 for the first, and for an answer. */
  readonly index: number;
  /** The part of an outcome, or a header. */
  readonly name: string;
  readonly theirs: string | undefined;
  readonly ours: string | undefined;
}

/** All that differs between two outcomes of a scenario. */
export function differences(theirs: Outcome, ours: Outcome): readonly Difference[] {
  const found: Difference[] = [];
  function compare(place: Difference["place"], index: number, a: Values, b: Values): void {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)]))
      if (a[name] !== b[name]) found.push({ place, index, name, theirs: a[name], ours: b[name] });
  }
  compare("outcome", 0, partsOf(theirs), partsOf(ours));
  compare("answer", 0, withoutDate(theirs.headers), withoutDate(ours.headers));
  for (let index = 0; index < Math.min(theirs.seen.length, ours.seen.length); index++)
    compare("target", index, valuesOf(theirs.seen[index]!), valuesOf(ours.seen[index]!));
  return found;
}

type Values = Readonly<Record<string, string>>;

function partsOf({ status, reason, body, isComplete, seen }: Outcome): Values {
  return { status: String(status), reason, body, isComplete: String(isComplete), requests: String(seen.length) };
}

function valuesOf({ headers, ...about }: Seen): Values {
  return { ...headers, ...about };
}

/** When it was. */
function withoutDate({ date: _date, ...headers }: Values): Values {
  return headers;
}
