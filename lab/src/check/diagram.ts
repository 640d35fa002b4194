import type { DecidingLine, ExplainedExchange, Explanation } from "@concors/explain";
import type { HeaderList } from "concors/protocol";
import { exchangeTitle, originOf, pathOf, statusLine, verdictWords } from "./words.ts";

/** Something to be drawn. Lengths are pixels of CSS; what a tone is in colour is the drawer's. */
export type Shape =
  | { readonly kind: "line"; readonly from: Point; readonly to: Point; readonly tone: Tone; readonly isArrow: boolean }
  | { readonly kind: "box"; readonly at: Point; readonly width: number; readonly height: number; readonly tone: Tone }
  | {
      readonly kind: "text";
      /** The beginning of its baseline; its middle if it is centred. */
      readonly at: Point;
      readonly text: string;
      readonly tone: Tone;
      readonly font: "prose" | "title" | "code";
      readonly isCentred: boolean;
    };

type Point = readonly [x: number, y: number];

export type Tone =
  | "ink"
  | "dim"
  | "faint"
  | "allowed"
  | "blocked"
  | "blocked-ground"
  | "allowed-ground"
  | "unsure"
  | "unsure-ground";

export interface Diagram {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

const width = 960;
const margin = 40;
const lineHeight = 20;
/** Of the code's font at its size: all letters are as wide. */
const codeWidth = 7.25;
const proseWidth = 7.4;

/** The exchanges of an explanation as a sequence of messages between the page and the servers, with what decided. */
export function diagramOf({ cause, request, summary, timeline, verdict, notSent }: Explanation): Diagram {
  const servers = [...new Set([...timeline.map(({ url }) => originOf(url)), originOf(request.url)])];
  const shapes: Shape[] = [];
  const tone = verdict === "allowed" ? "allowed" : verdict === "blocked" ? "blocked" : "unsure";
  let y = margin + 6;
  const title = `${verdictWords[verdict]}${cause === null ? "" : ` (${cause.code})`}`;
  const sentences = wrap(summary, Math.floor((width - 2 * margin - 32) / proseWidth));
  const height = 50 + sentences.length * lineHeight;
  shapes.push({ kind: "box", at: [margin, margin], width: width - 2 * margin, height, tone: `${tone}-ground` });
  shapes.push(text([margin + 16, y + 22], title, "title", tone));
  for (const [index, sentence] of sentences.entries())
    shapes.push(text([margin + 16, y + 46 + index * lineHeight], sentence, "prose"));
  y = margin + height + 40;

  const heads = [request.origin === "null" ? "a page of no origin" : request.origin, ...servers];
  const columns = heads.map(
    (_, index) => margin + 110 + (index * (width - 2 * margin - 220)) / Math.max(heads.length - 1, 1),
  );
  for (const [index, head] of heads.entries()) {
    const name = index === 0 ? "The page" : "The server";
    shapes.push({ ...text([columns[index]!, y], name, "title"), isCentred: true });
    shapes.push({ ...text([columns[index]!, y + 20], clipped(head, 40), "code", "dim"), isCentred: true });
  }
  const top = y + 34;
  y = top + 22;
  for (const exchange of timeline) {
    const column = columns[servers.indexOf(originOf(exchange.url)) + 1]!;
    y = drawExchange(shapes, exchange, columns[0]!, column, y);
  }
  if (notSent !== null) {
    shapes.push(
      text([columns[0]! + 14, y], `Not sent: ${clipped(`${notSent.method} ${notSent.url}`, 80)}`, "prose", "dim"),
    );
    y += 30;
  }
  const lifelines = columns.map((x): Shape => ({
    kind: "line",
    from: [x, top],
    to: [x, y],
    tone: "faint",
    isArrow: false,
  }));
  return { width, height: y + margin, shapes: [...lifelines, ...shapes] };
}

/** Both messages of an exchange, each with the lines that CORS reads. */
function drawExchange(
  shapes: Shape[],
  exchange: ExplainedExchange,
  left: number,
  right: number,
  start: number,
): number {
  const { deciding, requestHeaders, response, url } = exchange;
  const room = Math.floor((right - left - 28) / codeWidth);
  let y = start;
  shapes.push(text([left + 14, y], `${exchangeTitle(exchange)} ${clipped(pathOf(url), room - 24)}`, "title"));
  y += 8;
  shapes.push({ kind: "line", from: [left, y], to: [right, y], tone: "ink", isArrow: true });
  for (const [name, value] of tellingLines(requestHeaders)) {
    y += lineHeight;
    shapes.push(text([left + 14, y], clipped(`${name}: ${value}`, room), "code", "dim"));
  }
  y += lineHeight + 14;
  const status =
    (response?.inferredFrom ?? null) === null
      ? statusLine(response)
      : `${statusLine(response)} (worked out, not asked)`;
  const isStatus = deciding?.kind === "status" || deciding?.kind === "no-answer";
  shapes.push(text([left + 14, y], status, "title", isStatus ? "blocked" : "ink"));
  if (isStatus) y = drawWanted(shapes, deciding, left, room, y);
  y += 8;
  if (response !== null)
    shapes.push({
      kind: "line",
      from: [right, y],
      to: [left, y],
      tone: deciding === null ? "ink" : "blocked",
      isArrow: true,
    });
  for (const [index, [name, value]] of (response?.headers ?? []).entries()) {
    const decides = deciding?.kind === "header" && deciding.lines.includes(index);
    if (!decides && !isOfCors(name)) continue;
    y += lineHeight;
    if (decides) shapes.push(ground(left, room, y));
    shapes.push(text([left + 14, y], clipped(`${name}: ${value}`, room), "code", decides ? "blocked" : "dim"));
    if (decides && index === deciding.lines.at(-1)) y = drawWanted(shapes, deciding, left, room, y);
  }
  if (deciding?.kind === "absent-header") {
    y += lineHeight;
    shapes.push(ground(left, room, y));
    shapes.push(text([left + 14, y], clipped(`no ${deciding.name ?? "such header"}`, room), "code", "blocked"));
    y = drawWanted(shapes, deciding, left, room, y);
  }
  return y + 44;
}

/** Beneath the line that decided: what it should have been. */
function drawWanted(shapes: Shape[], { wanted }: DecidingLine, left: number, room: number, start: number): number {
  let y = start;
  for (const line of wrap(`wanted: ${wanted}`, room)) {
    y += lineHeight;
    shapes.push(text([left + 14, y], line, "prose", "blocked"));
  }
  return y;
}

function ground(left: number, room: number, y: number): Shape {
  return {
    kind: "box",
    at: [left + 8, y - 15],
    width: room * codeWidth + 12,
    height: lineHeight,
    tone: "blocked-ground",
  };
}

function text(
  at: Point,
  words: string,
  font: "prose" | "title" | "code",
  tone: Tone = "ink",
): Shape & { kind: "text" } {
  return { kind: "text", at, text: words, tone, font, isCentred: false };
}

/** What CORS reads of a request. */
function tellingLines(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => /^(?:origin|cookie|access-control-request-.*)$/i.test(name));
}

function isOfCors(name: string): boolean {
  return /^(?:access-control-.*|vary|location)$/i.test(name);
}

function clipped(words: string, room: number): string {
  return words.length <= room ? words : `${words.slice(0, Math.max(room - 1, 1))}…`;
}

/** A text in lines of at most so many letters; a word that is longer is cut. */
export function wrap(words: string, room: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length > room && line !== "") {
      lines.push(line);
      line = clipped(word, room);
    } else line = clipped(longer, room);
  }
  return line === "" ? lines : [...lines, line];
}
