import type { CauseCode } from "../../cause-code.ts";
import { messages } from "../../messages.ts";
import { redactUrl } from "../../redact.ts";
import { commandLine } from "./command-line.ts";
import type { BrowserName, ConsoleFrame } from "./console-frame.ts";
import { readFrame } from "./console-frame.ts";
import { hiddenCauses } from "./likely-causes.ts";
import { normalize } from "./normalize.ts";
import { otherReadings, vagueReadings } from "./other-readings.ts";
import type { Reading } from "./readings.ts";
import { corsReadings } from "./readings.ts";
import { tells } from "./tells.ts";
import { inEnglish } from "./translated.ts";

/** What a text from a browser's console says. Secrets in URLs are redacted. */
export interface ConsoleReading {
  readonly version: 1;
  /** Whose words they are; null if several browsers have the same. */
  readonly engine: BrowserName | null;
  /** What was asked for first; null where the text does not tell. */
  readonly url: string | null;
  /** Where a redirect had led when it failed; null if it was not redirected, or not told. */
  readonly redirectedTo: string | null;
  readonly origin: string | null;
  /** The page's address. */
  readonly page: string | null;
  readonly method: string | null;
  /** The request's header that is not allowed. */
  readonly header: string | null;
  readonly status: number | null;
  readonly isPreflight: boolean;
  /** What it may come of, most likely first; none if it is not of CORS, or says nothing: then the note does. */
  readonly causes: readonly PossibleCause[];
  readonly note: string | null;
  /** The `concors check` that tells which it is, or curl for the page of an app; what has to be put in is in capitals. Null if none would. */
  readonly command: string | null;
}

export interface PossibleCause {
  readonly code: CauseCode;
  readonly title: string;
  /** What is seen of the server or the request if it is this one; null if there is no other. */
  readonly tell: string | null;
}

/**
 * What a text pasted from a browser's console says, in whichever browser's words: several lines or a part of one,
 * wrapped, decorated, its quotes bent. Of several failures, the first; null if nothing in it is known.
 */
export function readConsole(text: string): ConsoleReading | null {
  const normalized = readable(text.slice(0, mostCharacters));
  const found = findReading(normalized);
  if (found === null) return null;
  const { reading, value } = found;
  const frame = readFrame(normalized);
  const named = reading.causes(frame, value);
  const codes = [...new Set([...named, ...hiddenCauses(frame, named)])];
  const request = {
    url: redacted(frame.first ?? frame.url),
    origin: frame.origin,
    page: redacted(frame.page),
    method: frame.method,
    header: headerIn(normalized),
    isPreflight: frame.isPreflight || (codes.length > 0 && codes.every(isOfPreflight)),
  };
  return {
    version: 1,
    engine: reading.engine ?? frame.engine,
    ...request,
    redirectedTo: redacted(frame.first === null ? frame.redirectsTo : frame.url),
    status: frame.status,
    causes: codes.map((code) => ({
      code,
      title: messages[code].title,
      tell: codes.length > 1 ? (tells[code] ?? null) : null,
    })),
    note: reading.note ?? null,
    command:
      codes.length > 0 || (reading.isOfAny === true && request.url !== null) ? commandLine(request, codes) : null,
  };
}

/** More is no console's text on a request, and would take long to look through. */
const mostCharacters = 20_000;

/** In one line, and in English. */
function readable(text: string): string {
  const normalized = normalize(text);
  const isEnglish =
    earliest(corsReadings, normalized) !== null || /Same Origin Policy (?:will )?disallow/i.test(normalized);
  const translated = isEnglish ? null : inEnglish(text);
  // A warning is about another request than the one that failed.
  return (translated === null ? normalized : normalize(translated)).replace(
    /Cross-Origin Request Warning: .{1,2000}?(?=Cross-Origin Request Blocked)/gi,
    "",
  );
}

interface FoundReading {
  readonly reading: Reading;
  readonly value: string;
}

/** The first reason in the text; of CORS if there is one, and what is said of everything only if there is nothing else. */
function findReading(text: string): FoundReading | null {
  return earliest(corsReadings, text) ?? earliest(otherReadings, text) ?? first(vagueReadings, text);
}

function earliest(readings: readonly Reading[], text: string): FoundReading | null {
  let best: (FoundReading & { readonly index: number }) | null = null;
  for (const reading of readings) {
    const match = reading.pattern.exec(text);
    if (match !== null && (best === null || match.index < best.index))
      best = { reading, value: match[1] ?? "", index: match.index };
  }
  return best;
}

function first(readings: readonly Reading[], text: string): FoundReading | null {
  const reading = readings.find(({ pattern }) => pattern.test(text));
  return reading === undefined ? null : { reading, value: "" };
}

function isOfPreflight(code: CauseCode): boolean {
  return /^CORS-[PMH]/.test(code);
}

function headerIn(text: string): string | null {
  return /(?:Request header field|(?<!CORS )header) '?([!#$%&*+.^_|~\w-]+)'? is not allowed/i.exec(text)?.[1] ?? null;
}

function redacted(url: ConsoleFrame["url"]): string | null {
  return url === null ? null : redactUrl(url);
}
