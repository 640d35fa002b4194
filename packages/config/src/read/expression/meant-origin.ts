import type { Piece, Sequence } from "./expand.ts";

/** The origins that one way through an expression evidently means. */
export interface MeantOrigin {
  /** null if any will do. */
  readonly scheme: string | null;
  /** What stands before the host: nothing, labels with a dot behind, or anything without one. */
  readonly wildcard: "none" | "dotted" | "glued";
  readonly host: string;
  /** The digits; "" for none, "*" for any. */
  readonly port: string;
  readonly hasStart: boolean;
  readonly hasEnd: boolean;
  /** Where in the host a dot stands for any character, and where that is in the expression. */
  readonly looseDots: readonly LooseDot[];
  /** Whether the wildcard takes fewer labels or ports than the `*` of a policy. */
  readonly isNarrower: boolean;
}

interface LooseDot {
  readonly index: number;
  readonly offset: number;
}

/** The ports that browsers leave out. */
const defaultPorts: ReadonlyMap<string, string> = new Map([
  ["http", "80"],
  ["https", "443"],
]);

/** Pieces that are no character, as characters that no expression has. */
const marks = { label: "\uE000", labels: "\uE001", anything: "\uE002", digits: "\uE003" } as const;

const meant = new RegExp(
  String.raw`^(?:([a-z][a-z0-9+.-]*):\/\/)?` +
    `(?:(${marks.labels}|[${marks.label}${marks.anything}]\\.)|([${marks.label}${marks.anything}]+))?` +
    String.raw`(\.?(?:[a-z0-9_-][a-z0-9._-]*|\[[a-f0-9:]+\]))` +
    `(?::([1-9]\\d*|${marks.digits}+))?$`,
  "i",
);

/** What a way means; null if it is nothing that an origin is like, `never` if no browser sends anything like it. */
export function meantOrigin(sequence: Sequence): MeantOrigin | "never" | null {
  const { steps, hasStart, hasEnd } = trimmed(sequence);
  const text = steps.map(letterOf).join("");
  // A path, or nothing but a slash: the other way through an optional one.
  if (/^[a-z]+:\/\/[^/]+\//i.test(text)) return hasEnd ? "never" : null;
  const match = meant.exec(text);
  if (match === null) return null;
  const [, scheme, dotted, glued, hostText = "", port] = match;
  // `.example.com`: labels have to be before it, whatever they are.
  const hasDot = dotted === undefined && glued === undefined && hostText.startsWith(".");
  if (hasDot && (hasStart || scheme !== undefined)) return hasStart ? "never" : null;
  // Browsers leave it out.
  if (port !== undefined && port === defaultPorts.get(scheme ?? "")) return hasEnd ? "never" : null;
  const startOfHost =
    (scheme === undefined ? 0 : scheme.length + 3) + (dotted ?? glued ?? "").length + (hasDot ? 1 : 0);
  const looseDots = steps.flatMap((piece, at): LooseDot[] =>
    piece.kind === "loose-dot" ? [{ index: at - startOfHost, offset: piece.offset }] : [],
  );
  return {
    scheme: scheme?.toLowerCase() ?? null,
    wildcard: dotted !== undefined || hasDot ? "dotted" : glued !== undefined ? "glued" : "none",
    host: (hasDot ? hostText.slice(1) : hostText).toLowerCase(),
    port: port === undefined ? "" : port.startsWith(marks.digits) ? "*" : port,
    hasStart,
    hasEnd,
    looseDots,
    isNarrower:
      (dotted?.startsWith(marks.label) ?? false) || steps.some((piece) => piece.kind === "digits" && !piece.all),
  };
}

/** Without anchors, and without anything before or behind that undoes them: `^.*`, `.*$`. */
function trimmed(sequence: Sequence): {
  readonly steps: Sequence;
  readonly hasStart: boolean;
  readonly hasEnd: boolean;
} {
  let steps = [...sequence];
  const hasEnd = steps.at(-1)?.kind === "end";
  if (hasEnd) steps.pop();
  const hasStart = steps[0]?.kind === "start";
  if (hasStart) steps = steps.slice(1);
  const openEnd = steps.at(-1)?.kind === "anything";
  // After a colon, anything is a port.
  const colon = steps.at(-2);
  if (openEnd && hasEnd && colon?.kind === "character" && colon.character === ":" && steps.length > "https:".length + 1)
    return {
      steps: [...withoutStart(steps.slice(0, -1)), { kind: "digits", all: true }],
      hasStart: steps[0]?.kind === "start",
      hasEnd,
    };
  if (openEnd) steps.pop();
  const openStart = steps[0]?.kind === "anything";
  if (openStart) steps = steps.slice(1);
  return { steps, hasStart: hasStart && !openStart, hasEnd: hasEnd && !openEnd };
}

function withoutStart(steps: Sequence): Sequence {
  return steps[0]?.kind === "start" ? steps.slice(1) : steps;
}

function letterOf(piece: Piece): string {
  if (piece.kind === "character") return piece.character;
  if (piece.kind === "loose-dot") return ".";
  return piece.kind === "start" || piece.kind === "end" ? "\uE00F" : marks[piece.kind];
}
