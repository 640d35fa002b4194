import { parse } from "@babel/parser";
import type { Node } from "@babel/types";
import { UsageError } from "../../usage-error.ts";

/**
 * The program in a piece of JavaScript or TypeScript, as people copy it: out of a page, with its fences and bent quotes,
 * out of a console, with its prompt, out of HTML. All stays where it is.
 *
 * @throws UsageError if there is none
 */
export function programOf(source: string): Node {
  const code = withStraightQuotes(source)
    .replace(/^\uFEFF/, " ")
    .replace(/^[ \t]*```.*$/gm, blank)
    .replace(/^(?:>|\$)[ \t]+(?=\S)/gm, blank)
    .replace(/<\/?script\b[^>]*>/gi, blank);
  const errors: unknown[] = [];
  // A type in angle brackets and an element look alike.
  for (const plugins of [["typescript"], ["typescript", "jsx"]] as const) {
    try {
      return parse(code, {
        sourceType: "unambiguous",
        allowAwaitOutsideFunction: true,
        allowReturnOutsideFunction: true,
        plugins: [...plugins],
      }).program;
    } catch (error) {
      errors.push(error);
    }
  }
  const { loc } = errors[0] as { loc?: { line: number; column: number } };
  const place = loc === undefined ? "" : ` (line ${loc.line}, column ${loc.column + 1})`;
  throw new UsageError(
    `--fetch: that is no JavaScript${place}; copy the whole call, from fetch( to its closing bracket.`,
  );
}

/** As long, so that places stay what they are. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

function withStraightQuotes(source: string): string {
  return /["'`]/.test(source) ? source : source.replace(/[“”„]/g, '"').replace(/[‘’]/g, "'");
}
