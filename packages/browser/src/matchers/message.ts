import type { Judgement } from "./judgement.ts";
import type { Palette } from "./text.ts";
import { blankLine, layOut, line } from "./text.ts";

/** What is said of a server that does not do what is wanted of it, or of its opposite. */
export function messageOf({ holds, lines, opposite, wanted }: Judgement, isNot: boolean, palette: Palette): string {
  const sentence = isNot ? opposite : wanted;
  const said = holds === "mixed" ? `${sentence} They disagree.` : sentence;
  return layOut([line(0, said), blankLine, ...lines], palette).trimEnd();
}
