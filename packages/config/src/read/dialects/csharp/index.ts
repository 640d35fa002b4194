import type { Block } from "../../block.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { braceLexis } from "../braces/lexis.ts";
import { withoutConstructors } from "../braces/without-constructors.ts";
import { writtenParts } from "../braces/written.ts";
import { Constants } from "../source/constants.ts";
import { tokenize } from "../source/source-text.ts";
import { writtenBlock } from "../source/written-headers.ts";
import { readPolicies } from "./cors-policies.ts";
import { readEnableCors } from "./enable-cors.ts";

/** Programs in C#: the middleware of ASP.NET Core, and headers that are set by hand. */
export const csharp: Dialect = {
  name: "csharp",
  title: "C#",
  recognizes: ({ path }) => /\.cs$/i.test(path),
  read: (files): Told => {
    const unseen: Unseen[] = [];
    // Most programs have nothing to do with CORS, and say so at once.
    const about = files.filter(({ text }) => /cors|access-control-/i.test(text));
    return { blocks: about.flatMap((file) => readFile(file, unseen)), unseen, findings: [] };
  },
};

function readFile(file: SourceFile, unseen: Unseen[]): readonly Block[] {
  const source = withoutConstructors(tokenize(file, braceLexis));
  const constants = new Constants(source);
  const note = (at: Omit<Unseen, "why">, why: string): void => {
    unseen.push({ ...at, why });
  };
  const blocks = [...readPolicies(source, constants, note), ...readEnableCors(source, constants, note)];
  if (blocks.length > 0) return blocks;
  return writtenParts(source, constants).flatMap((part) => writtenBlock(part, unseen, write) ?? []);
}

const write = { vary: 'write Response.Headers.Append("Vary", "Origin") whatever the origin is' };
