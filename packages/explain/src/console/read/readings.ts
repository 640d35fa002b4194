import type { CauseCode } from "../../cause-code.ts";
import type { BrowserName, ConsoleFrame } from "./console-frame.ts";
import {
  anyMismatch,
  isLeftOut,
  mismatchCauses,
  missingCauses,
  preflightRedirectCauses,
  preflightStatusCauses,
  severalOriginsCauses,
  webkitOriginCauses,
} from "./likely-causes.ts";

/** The middle of a sentence that has stayed the same over the years, and what it means. */
export interface Reading {
  /** Of a normalized text. */
  readonly pattern: RegExp;
  /** null if several say it. */
  readonly engine: BrowserName | null;
  /** What it may come of, most likely first; nothing if it is not of CORS, and the note says of what. */
  readonly causes: (frame: ConsoleFrame, value: string) => readonly CauseCode[];
  readonly note?: string;
  /** Whether a check tells what it was, though these words do not. */
  readonly isOfAny?: true;
}

/** What Firefox's network panel has in the place of a status, and its pages of help in their addresses. */
const firefoxNames: readonly Reading[] = (
  [
    [/CORS ?Missing ?Allow ?Origin/i, missingCauses],
    [/CORS ?Multiple ?Allow ?Origin ?Not ?Allowed/i, () => ["CORS-O06"]],
    [/CORS ?Allow ?Origin ?Not ?Matching ?Origin/i, () => anyMismatch],
    [/CORS ?Not ?Supporting ?Credentials/i, () => ["CORS-C01"]],
    [/CORS ?Missing ?Allow ?Credentials/i, () => ["CORS-C02"]],
    [/CORS ?Method ?Not ?Found/i, () => ["CORS-M01", "CORS-M03", "CORS-M02"]],
    [/CORS ?Missing ?Allow ?Header ?From ?Preflight/i, () => refusedHeaderCauses("")],
    [/CORS ?Preflight ?Did ?Not ?Succeed/i, preflightStatusCauses],
    [/CORS ?External ?Redirect ?Not ?Allowed/i, ({ url }) => preflightRedirectCauses(url)],
    [/CORS ?Invalid ?Allow ?Method/i, () => ["CORS-M04"]],
    [/CORS ?Invalid ?Allow ?Header/i, () => ["CORS-H04"]],
  ] satisfies [RegExp, Reading["causes"]][]
).map(([pattern, causes]) => ({ pattern, engine: "firefox", causes }));

/** Reasons that CORS gives. `value` is what the pattern captures. */
export const corsReadings: readonly Reading[] = [
  ...firefoxNames,
  {
    pattern: /No '?Access-Control-Allow-Origin'?(?: header is (?:present|found)|$)/i,
    engine: "chromium",
    causes: missingCauses,
  },
  { pattern: /CORS header '?Access-Control-Allow-Origin'? missing/i, engine: "firefox", causes: missingCauses },
  // As the Issues panel has it.
  { pattern: /Access-Control-Allow-Origin Missing Header/i, engine: "chromium", causes: missingCauses },
  {
    pattern: /Origin '?\S+'? is not allowed by Access-Control-Allow-O/i,
    engine: "webkit",
    causes: webkitOriginCauses,
  },
  {
    pattern: /contains multiple values '(.*?)', but only one/i,
    engine: "chromium",
    causes: severalOriginsCauses,
  },
  { pattern: /contains multiple values/i, engine: "chromium", causes: () => ["CORS-O06", "CORS-O05"] },
  {
    pattern: /Multiple CORS header/i,
    engine: "firefox",
    causes: () => ["CORS-O06"],
  },
  {
    pattern: /Access-Control-Allow-Origin cannot contain more than/i,
    engine: "webkit",
    causes: () => ["CORS-O06", "CORS-O05"],
  },
  {
    pattern: /header (?:contains the invalid value|has a value) '(.*?)'(?: that is not equal|\.|$)/i,
    engine: "chromium",
    causes: mismatchCauses,
  },
  {
    pattern: /'Access-Control-Allow-Origin' does not match '(.*?)'(?:\)|$| )/i,
    engine: "firefox",
    causes: (frame, value) =>
      value.includes(",") || /\S \S/.test(value) ? severalOriginsCauses(frame, value) : mismatchCauses(frame, value),
  },
  {
    // The value's end is lost.
    pattern: /header has a value '|'Access-Control-Allow-Origin' does not match/i,
    engine: null,
    causes: () => anyMismatch,
  },
  {
    pattern: /not equal to the supplied origin/i,
    engine: "chromium",
    causes: () => ["CORS-O03", "CORS-O04", "CORS-R05"],
  },
  {
    pattern:
      /must not be the wildcard|Credential is not supported|Cannot use (?:a )?wildcard in Access-Control-Allow-Origin|wildcard (?:'.?' )?cannot be used in the '?Access-Control-Allow-Origin/i,
    engine: null,
    causes: () => ["CORS-C01"],
  },
  {
    pattern:
      /Access-Control-Allow-Credentials'? header in the response is|expected 'true' in|Access-Control-Allow-Credentials is not 'true'|Credentials flag is ('true'|true), but/i,
    engine: null,
    causes: () => ["CORS-C02"],
  },
  {
    pattern: /Redirect is not allowed|CORS request external redirect|preflight .{0,40}is invalid \(redirect\)/i,
    engine: null,
    causes: ({ url }) => preflightRedirectCauses(url),
  },
  {
    pattern:
      /does not have HTTP|Preflight response is not successful|preflight (?:response|channel) did not succeed|preflight has invalid HTTP status/i,
    engine: null,
    causes: preflightStatusCauses,
  },
  {
    pattern:
      /Cannot parse Access-Control-Allow-Methods|invalid token '.*?' in CORS header 'Access-Control-Allow-M|Access-Control-Allow-Methods has an invalid value/i,
    engine: null,
    causes: () => ["CORS-M04"],
  },
  {
    pattern:
      /Cannot parse Access-Control-Allow-Headers|invalid token '.*?' in CORS header 'Access-Control-Allow-H|Access-Control-Allow-Headers has an invalid value/i,
    engine: null,
    causes: () => ["CORS-H04"],
  },
  {
    pattern: /Method '?(\S+?)'? is not allowed by Access-Control-Allow-M|Did not find method/i,
    engine: null,
    causes: (_frame, method) =>
      /[a-z]/.test(method) ? ["CORS-M02", "CORS-M01", "CORS-M03"] : ["CORS-M01", "CORS-M03", "CORS-M02"],
  },
  {
    pattern:
      /(?:Request header field|header) '?([!#$%&*+.^_|~\w-]+|…)'? (?:is|was) not (?:allowed by|allowed according to|present in)/i,
    engine: null,
    causes: (_frame, name) => refusedHeaderCauses(name.toLowerCase()),
  },
  {
    pattern: /missing token '([!#$%&*+.^_|~\w-]+)' in CORS header 'Access-Control-Allow-Headers'/i,
    engine: "firefox",
    causes: (_frame, name) => refusedHeaderCauses(name.toLowerCase()),
  },
  {
    pattern: /contains a username|redirection URL \S+ has cred/i,
    engine: null,
    causes: () => ["CORS-R06"],
  },
  { pattern: /redirection with non CORS/i, engine: "webkit", causes: () => ["CORS-R07", "CORS-R11"] },
  { pattern: /cannot follow more than 20 redirections/i, engine: "webkit", causes: () => ["CORS-R08"] },
  { pattern: /Not allowed to follow a redirection/i, engine: "webkit", causes: () => ["CORS-R09"] },
  {
    pattern:
      /more-private address space|to access the '?[^']*'? ?address space|target IP address space|private network/i,
    engine: "chromium",
    causes: () => ["CORS-L01"],
  },
];

function refusedHeaderCauses(name: string): CauseCode[] {
  if (isLeftOut(name)) return ["CORS-H01", "CORS-H02", "CORS-H05"];
  if (name.startsWith("access-control-")) return ["CORS-H05"];
  // Of several, a console names one.
  return name === "authorization"
    ? ["CORS-H01", "CORS-H03", "CORS-H02", "CORS-H05"]
    : ["CORS-H01", "CORS-H02", "CORS-H05"];
}
