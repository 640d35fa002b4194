import type { Block } from "../../block.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { middlewareCalls } from "./middleware-calls.ts";
import { readNextHeaders } from "./next-headers.ts";
import { parseJavaScript } from "./parse-javascript.ts";
import { readConcors } from "./read-concors.ts";
import { readMiddleware } from "./read-middleware.ts";
import { Values } from "./values.ts";
import { readWrittenHeaders } from "./written-headers.ts";

/** Programs: the middleware for Express, Fastify, Hono, Koa and Nest, headers that are set by hand or by Next, and Concors. */
export const javascript: Dialect = {
  name: "javascript",
  title: "JavaScript and TypeScript",
  recognizes: ({ path }) => /\.[cm]?[jt]sx?$/i.test(path),
  read: (files): Told => {
    // Most programs are about something else, and some of them are in what no parser knows.
    const told = files.filter(({ text }) => /access-control-|cors/i.test(text)).map(readFile);
    return {
      blocks: told.flatMap(({ blocks }) => blocks),
      unseen: told.flatMap(({ unseen }) => unseen),
      findings: [],
    };
  },
};

function readFile(file: SourceFile): { readonly blocks: readonly Block[]; readonly unseen: readonly Unseen[] } {
  const script = parseJavaScript(file);
  const values = new Values(script);
  const calls = middlewareCalls(script.program);
  const hasOptionsRoute = calls.some(({ method }) => method === "options");
  // `app.options("*", cors())` is the other half of what `app.put(…, cors())` does.
  const used = calls.filter(({ method }) => method !== "options");
  const read = (used.length > 0 ? used : calls).map((call) => readMiddleware(call, script, values, hasOptionsRoute));
  const written = readWrittenHeaders(script, values);
  const concors = readConcors(script, values);
  const next = isNextConfig.test(file.path) ? readNextHeaders(script, values) : { blocks: [], unseen: [] };
  return {
    blocks: [
      ...read.flatMap(({ block }) => (block === null ? [] : [block])),
      ...written.blocks,
      ...concors.blocks,
      ...next.blocks,
    ],
    unseen: [...read.flatMap(({ unseen }) => unseen), ...written.unseen, ...concors.unseen, ...next.unseen],
  };
}

const isNextConfig = /(?:^|[/\\])next\.config\.[cm]?[jt]s$/;
