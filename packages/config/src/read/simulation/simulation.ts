import type { OriginRule, Scope } from "../block.ts";
import type { LintCode } from "../lint-words.ts";
import type { Patch, Place } from "../finding.ts";

/**
 * A server in small: what a configuration answers to a request, worked out without running it. For languages that are
 * programs; `observe` makes a block of it by asking.
 */
export interface Simulation {
  readonly at: Place;
  readonly scope: Scope;
  /** A path in the scope. */
  readonly path: string;
  readonly answer: (request: SimulatedRequest, compared: Compared) => SimulatedAnswer;
  /** What to write instead, in the words of the language. */
  readonly write: Partial<Readonly<Record<LintCode, string>>>;
}

export interface SimulatedRequest {
  readonly method: string;
  readonly path: string;
  readonly origin: string | null;
  /** `Access-Control-Request-Method` */
  readonly requestMethod: string | null;
  /** `Access-Control-Request-Headers` */
  readonly requestHeaders: string | null;
}

/**
 * Told of everything that a value is compared with while a request is answered: who may read is found so.
 *
 * @param value what is compared, with whatever the file puts before and behind what came from the request
 */
export type Compared = (value: string, rule: OriginRule) => void;

export interface SimulatedAnswer {
  /** Who answers: this server with a status, the application behind it, files; unknown if that is not in these files. */
  readonly by: "here" | "application" | "files" | "unknown";
  /** null if it is not this server that says. */
  readonly status: number | null;
  /** Where that is decided. */
  readonly at?: Place | undefined;
  readonly headers: readonly SimulatedHeader[];
  /** Whether CORS headers of the application are removed. */
  readonly strips: boolean;
  /** Whether a password is asked for before. */
  readonly asksPassword: boolean;
}

export interface SimulatedHeader {
  readonly name: string;
  /** An empty value is a header that is not sent. */
  readonly value: string;
  readonly at: Place;
  /** Whether errors have it too. */
  readonly onErrors: boolean;
  /** What puts it on errors. */
  readonly patch?: Patch | undefined;
  /** What sends `Vary: Origin` beside it, whatever the request is. */
  readonly varyPatch?: Patch | undefined;
  /** What keeps back the headers of the application that are sent beside it. */
  readonly stripPatch?: Patch | undefined;
}

/** What no file compares an origin with, in place of the origin. */
export const originMark = "\uE010";

/** Likewise, of a path. */
export const pathMark = "/\uE011";
