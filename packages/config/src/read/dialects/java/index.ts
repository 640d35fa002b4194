import type { Block } from "../../block.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { braceLexis, kotlinLexis } from "../braces/lexis.ts";
import { withoutConstructors } from "../braces/without-constructors.ts";
import { writtenParts } from "../braces/written.ts";
import { Constants } from "../source/constants.ts";
import { tokenize } from "../source/source-text.ts";
import { writtenBlock } from "../source/written-headers.ts";
import { readSpring } from "./spring.ts";

/** Programs in Java and Kotlin: Spring, and headers that are set by hand. */
export const java: Dialect = {
  name: "java",
  title: "Java and Kotlin",
  recognizes: ({ path }) => /\.(?:java|kt)$/i.test(path),
  read: (files): Told => {
    const unseen: Unseen[] = [];
    // Most programs have nothing to do with CORS, and say so at once.
    const about = files.filter(({ text }) => /cors|crossorigin|access-control-|ACCESS_CONTROL_/i.test(text));
    return { blocks: about.flatMap((file) => readFile(file, unseen)), unseen, findings: [] };
  },
};

function readFile(file: SourceFile, unseen: Unseen[]): readonly Block[] {
  const source = withoutConstructors(tokenize(file, /\.kt$/i.test(file.path) ? kotlinLexis : braceLexis));
  const constants = new Constants(source);
  const note = (at: Omit<Unseen, "why">, why: string): void => {
    unseen.push({ ...at, why });
  };
  const written = writtenParts(source, constants).flatMap((part) => writtenBlock(part, unseen, write) ?? []);
  return [...readSpring(source, constants, note), ...written];
}

const write = { vary: 'write response.addHeader("Vary", "Origin") whatever the origin is' };
