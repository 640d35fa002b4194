import type { TargetName } from "../targets/index.ts";
import type { Patch, Place } from "./finding.ts";

/**
 * What one part of a server does about CORS, whatever its language: for the paths of a location, a route, a handler.
 * `"unknown"` is what nothing is found for.
 */
export interface Block {
  /** What to point at where nothing says more. */
  readonly at: Place;
  readonly scope: Scope;
  /** The server that it is a part of, where a file may have several: its first name. */
  readonly server?: string | undefined;
  /** The server whose settings these are, where they cannot say everything. */
  readonly target?: SettingsOf | undefined;
  /** What its paths are that those of a route of a site are not, if anything: said where the route is needed. */
  readonly edge?: (Place & { readonly why: string }) | undefined;
  /** Whether a site needs no route for it where its policy is that of the paths around it. */
  readonly isPart?: boolean | undefined;
  /** Who may read; nobody if there are none. */
  readonly origins: readonly OriginRule[];
  readonly credentials: boolean;
  /** `*`: any; `repeated`: whatever a preflight asks for. */
  readonly methods: HeaderWords;
  readonly requestHeaders: HeaderWords;
  readonly exposedHeaders: readonly string[] | "*";
  /** In seconds; null if nothing is said. */
  readonly maxAge: number | null;
  /** Whether answers say `Vary: Origin`: all of them, only those for some requests, or none. */
  readonly vary: Aspect<"always" | "sometimes" | "never">;
  /** Whether the headers are on errors too, of this server and of what is behind it. */
  readonly errors: Aspect<"kept" | "lost">;
  readonly preflight: Preflight;
  /** What becomes of CORS headers that an application behind sends; `none` if there is no application. */
  readonly upstream: Aspect<"stripped" | "passed" | "none">;
  /** Methods whose answers lack the header that those to GET have. */
  readonly methodsWithout: Aspect<readonly string[]>;
  /** Whether an answer has `Access-Control-Allow-Origin` twice: `two` if so, by this file alone. */
  readonly layers: Aspect<"one" | "two">;
}

/** A server that policies are written for, in settings that cannot say everything: what they cannot is no finding. */
interface SettingsOf {
  readonly name: TargetName;
  /** What people call it, where several servers read the same. */
  readonly title?: string | undefined;
  /** Whether the file uses more than these settings, in which everything could be said. */
  readonly hasOtherWords?: boolean | undefined;
}

/** Which paths. `other` is what a site cannot say: a regular expression, a condition; `text` is for people. */
export type Scope =
  | { readonly kind: "all" }
  | { readonly kind: "prefix" | "exact"; readonly path: string }
  | { readonly kind: "other"; readonly text: string };

export type HeaderWords = "*" | "repeated" | readonly string[];

/** Something that a file says, or fails to say. */
export interface Aspect<Value> {
  readonly is: Value | "unknown";
  /** The line that says so; the block if left out. */
  readonly at?: Place | undefined;
  /** What to write instead, in the file's language: "`add_header Vary Origin always;`". */
  readonly write?: string | undefined;
  /** The text that mends it, if one is sure. */
  readonly patch?: Patch | undefined;
}

/** What happens to `OPTIONS`. */
export interface Preflight {
  /**
   * Who answers: this server, to preflights alone or to every `OPTIONS` request; the application behind; or nobody, so
   * that it is an error.
   */
  readonly answered: Aspect<"preflights" | "every-options" | "passed" | "never">;
  /** Whether the answer has the header for an origin that may read. */
  readonly granted: Aspect<boolean>;
  /** Whether a password is asked for before: a browser sends none with a preflight. */
  readonly afterAuthentication: Aspect<boolean>;
}

/** Origins that may read. */
export type OriginRule = AnyOrigin | RepeatedOrigin | ExactOrigin | OriginExpression;

/** The literal `*`. */
interface AnyOrigin {
  readonly kind: "any";
  /** Whether whoever asks is named in its place: then answers depend on the origin. */
  readonly echoed?: boolean | undefined;
  readonly at: Place;
}

/** Whatever origin asks is repeated. */
interface RepeatedOrigin {
  readonly kind: "repeated";
  readonly at: Place;
}

/** One origin, as it is written; `null` too. */
export interface ExactOrigin {
  readonly kind: "exact";
  readonly origin: string;
  /** Whether it is sent to everybody, whoever asks: then answers do not depend on the origin. */
  readonly constant?: boolean | undefined;
  readonly ignoresCase?: boolean | undefined;
  readonly at: Place;
}

/** A regular expression, or what is like one. `expressionOfPart` and `expressionOfGlob` make one of other tests. */
export interface OriginExpression {
  readonly kind: "expression";
  /** In the syntax of JavaScript, or of Perl where the two agree. */
  readonly source: string;
  readonly ignoresCase?: boolean | undefined;
  /** Whether the language compares the whole origin, without `^` and `$`. */
  readonly whole?: boolean | undefined;
  /** Whether it compares from the first character on, without `^`. */
  readonly fromStart?: boolean | undefined;
  /** What is sent: the request's origin, or a group of what matched, of which 0 is all. */
  readonly echo: "request" | number;
  /** How it stands in the file, if that is no regular expression. */
  readonly written?: "part" | "glob" | undefined;
  /** What stands in the file then; what people know it by. */
  readonly original?: string | undefined;
  readonly at: Place;
  /** Says of a text for the expression what text of the file it is; null if no patch can be made. */
  readonly print?: ((source: string) => Patch | null) | undefined;
}

/** A block of which only some is known. */
export function block(known: Pick<Block, "at" | "scope" | "origins"> & Partial<Block>): Block {
  return { ...unknownBlock, ...known };
}

const unknown = { is: "unknown" } as const;

const unknownBlock = {
  credentials: false,
  methods: [],
  requestHeaders: [],
  exposedHeaders: [],
  maxAge: null,
  vary: unknown,
  errors: unknown,
  preflight: { answered: unknown, granted: unknown, afterAuthentication: unknown },
  upstream: unknown,
  methodsWithout: unknown,
  layers: unknown,
} satisfies Partial<Block>;
