import type { OriginExpression, OriginRule } from "../../block.ts";
import type { Constants } from "../source/constants.ts";
import type { Value } from "../source/values.ts";

/** Who may read, and what of it could not be told. */
export interface OriginsFound {
  readonly rules: readonly OriginRule[];
  readonly unknown: readonly Value[];
}

/** How a library compares an expression: `re.match` from the start, `re.fullmatch` as a whole. */
export type Comparison = "match" | "fullmatch" | "search";

/**
 * Origins of a list, or one alone.
 *
 * @param isExpression which texts are expressions
 */
export function originsOf(
  given: Value,
  constants: Constants,
  isExpression: (text: string) => boolean,
  comparison: Comparison,
): OriginsFound {
  const value = constants.resolve(given);
  switch (value.kind) {
    case "text": {
      if (value.isOpen) return { rules: [], unknown: [value] };
      const { text, at } = value;
      if (text === "*") return { rules: [{ kind: "any", at }], unknown: [] };
      if (isExpression(text)) return { rules: [expressionOf(value, comparison, "")], unknown: [] };
      return { rules: [{ kind: "exact", origin: text, at }], unknown: [] };
    }
    case "list": {
      const found = value.values.map((one) => originsOf(one, constants, isExpression, comparison));
      return { rules: found.flatMap(({ rules }) => rules), unknown: found.flatMap(({ unknown }) => unknown) };
    }
    case "call": {
      const [first, flags] = value.values;
      const source = first === undefined ? undefined : constants.resolve(first);
      if (value.name === "re.compile" && source?.kind === "text")
        return { rules: [expressionOf(source, comparison, flags?.raw ?? "")], unknown: [] };
      return { rules: [], unknown: [value] };
    }
    case "nothing":
      return { rules: [], unknown: [] };
    default:
      return { rules: [], unknown: [value] };
  }
}

export function expressionOf(
  { text, at, raw }: Extract<Value, { readonly kind: "text" }>,
  comparison: Comparison,
  flags: string,
): OriginExpression {
  const [, open = "", quote = ""] = /^(r?("|'))[^"']*["']$/i.exec(raw) ?? [];
  return {
    kind: "expression",
    source: text,
    ignoresCase: /\bIGNORECASE\b|\bre\.I\b/.test(flags),
    whole: comparison === "fullmatch",
    fromStart: comparison === "match",
    echo: "request",
    at,
    // Without r, backslashes are others.
    print: (source) =>
      open === "" || source.includes(quote) || (open === quote && source.includes("\\"))
        ? null
        : { span: at.span, text: `${open}${source}${quote}` },
  };
}
