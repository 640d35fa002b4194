import type { Block } from "../../block.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { Constants } from "../source/constants.ts";
import { tokenize } from "../source/source-text.ts";
import { writtenBlock } from "../source/written-headers.ts";
import { rubyLexis, withoutDocuments } from "./lexis.ts";
import { readRackCors } from "./rack-cors.ts";
import { writtenParts } from "./written.ts";

/** Programs in Ruby: rack-cors, and headers that are set by hand. */
export const ruby: Dialect = {
  name: "ruby",
  title: "Ruby",
  recognizes: ({ path }) => /\.(?:rb|ru)$/i.test(path),
  read: (files): Told => {
    const unseen: Unseen[] = [];
    // Most programs have nothing to do with CORS, and say so at once.
    const about = files.filter(({ text }) => /\brack::cors\b|access-control-allow-/i.test(text));
    return { blocks: about.flatMap((file) => readFile(file, unseen)), unseen, findings: [] };
  },
};

function readFile(file: SourceFile, unseen: Unseen[]): readonly Block[] {
  const source = tokenize({ ...file, text: withoutDocuments(file.text) }, rubyLexis);
  const constants = new Constants(source);
  const blocks = readRackCors(source, constants, (at, why) => unseen.push({ ...at, why }));
  if (blocks.length > 0) return blocks;
  return writtenParts(source, constants).flatMap((part) => writtenBlock(part, unseen, write) ?? []);
}

const write = { vary: "write response.headers['Vary'] = 'Origin' whatever the origin is" };
