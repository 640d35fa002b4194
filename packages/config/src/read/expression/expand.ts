import type { AST } from "@eslint-community/regexpp";
import { anyPort } from "../../plan/origin-expression.ts";

/**
 * A step of one way through an expression. `loose-dot` is a dot that stands for any character, where a dot of a host is
 * meant; `label` is a part of a host without dots, `anything` one with dots, `labels` labels that each end with a dot.
 */
export type Piece =
  | { readonly kind: "start" | "end" | "labels" | "anything" }
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "loose-dot"; readonly offset: number }
  /** `all`: whether it takes every label, of letters, digits, `-` and `_`. */
  | { readonly kind: "label"; readonly all: boolean }
  /** `all`: whether they can be any port. */
  | { readonly kind: "digits"; readonly all: boolean };

export type Sequence = readonly Piece[];

/** An expression is expanded no further: what has more ways through it is no list of origins. */
const mostSequences = 300;

/** Every way through an expression; null if there is something in it that no part of an origin is like. */
export function expand(pattern: AST.Pattern): readonly Sequence[] | null {
  try {
    return expandAlternatives(pattern.alternatives);
  } catch (error) {
    if (error instanceof NotLikeAnOrigin) return null;
    throw error;
  }
}

class NotLikeAnOrigin extends Error {
  override readonly name = "NotLikeAnOrigin";
}

function expandAlternatives(alternatives: readonly AST.Alternative[]): readonly Sequence[] {
  return limited(alternatives.flatMap(({ elements }) => elements.map(expandElement).reduce(product, [[]])));
}

function product(heads: readonly Sequence[], tails: readonly Sequence[]): readonly Sequence[] {
  return limited(heads.flatMap((head) => tails.map((tail) => [...head, ...tail])));
}

function limited(sequences: readonly Sequence[]): readonly Sequence[] {
  if (sequences.length > mostSequences) throw new NotLikeAnOrigin();
  return sequences;
}

function expandElement(element: AST.Element): readonly Sequence[] {
  switch (element.type) {
    case "Assertion":
      if (element.kind === "start" || element.kind === "end") return [[{ kind: element.kind }]];
      throw new NotLikeAnOrigin();
    case "Character":
      return [[characterPiece(element.value)]];
    case "CharacterSet":
      if (element.kind === "any") return [[{ kind: "loose-dot", offset: element.start }]];
      throw new NotLikeAnOrigin();
    case "CharacterClass":
      // The first digit of a port.
      if (element.raw === "[1-9]") return [[{ kind: "digits", all: true }]];
      return charactersOf(element).map((value) => [characterPiece(value)]);
    case "Group":
    case "CapturingGroup":
      if (element.raw === anyPort) return [[{ kind: "digits", all: true }]];
      return expandAlternatives(element.alternatives);
    case "Quantifier":
      return expandQuantifier(element);
    case "Backreference":
    case "ExpressionCharacterClass":
      throw new NotLikeAnOrigin();
  }
}

function characterPiece(value: number): Piece {
  return { kind: "character", character: String.fromCodePoint(value) };
}

/** The characters of a class of few: `[.]`, `[wW]`. */
function charactersOf({ negate, elements }: AST.CharacterClass): readonly number[] {
  const values = elements.map((element) => (element.type === "Character" ? element.value : null));
  if (negate || values.length > 3 || values.includes(null)) throw new NotLikeAnOrigin();
  return values as number[];
}

function expandQuantifier(quantifier: AST.Quantifier): readonly Sequence[] {
  const { element, min, max } = quantifier;
  if (element.type === "Assertion") throw new NotLikeAnOrigin();
  if (max === 1) return min === 1 ? expandElement(element) : [[], ...expandElement(element)];
  if (element.type === "Character") return repeatedTimes(element, min, max);
  if (element.type === "CharacterSet" || element.type === "CharacterClass")
    return expandRepeatedSet(element.raw, min, max);
  if (element.type === "Group" || element.type === "CapturingGroup") {
    const inner = expandAlternatives(element.alternatives);
    if (max === Number.POSITIVE_INFINITY && min <= 1 && inner.every(isLabelWithDot)) {
      const labels: Sequence = inner.some(([first]) => first?.kind === "label" && !first.all)
        ? [
            { kind: "label", all: false },
            { kind: "character", character: "." },
          ]
        : [{ kind: "labels" }];
      return min === 0 ? [[], labels] : [labels];
    }
  }
  return repeatedTimes(element, min, max);
}

function repeatedTimes(element: AST.QuantifiableElement, min: number, max: number): readonly Sequence[] {
  if (min !== max || max > 4) throw new NotLikeAnOrigin();
  const once = expandElement(element);
  return Array.from({ length: max }, () => once).reduce(product, [[]]);
}

function isLabelWithDot(sequence: Sequence): boolean {
  const [first, second] = sequence;
  return (
    sequence.length === 2 &&
    (first?.kind === "label" || first?.kind === "anything") &&
    second?.kind === "character" &&
    second.character === "."
  );
}

/** What many characters of a set are, by those that the set has. */
function expandRepeatedSet(set: string, min: number, max: number): readonly Sequence[] {
  const one = new RegExp(`^${set}$`, "i");
  const has = (characters: string): boolean => characters.split("").every((character) => one.test(character));
  const isLong = max >= 63;
  if (has("az09.")) {
    if (isLong) return [[{ kind: "anything" }]];
  } else if (has("az")) return [[{ kind: "label", all: isLong && has("az09-_") }]];
  else if (has("0123456789")) return [[{ kind: "digits", all: min <= 1 && max >= 4 }]];
  throw new NotLikeAnOrigin();
}
