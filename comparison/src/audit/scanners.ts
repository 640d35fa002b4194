/** Scanners that many use. */
export const scanners: readonly string[] = ["CORScanner", "Corsy", "CORStest", "nuclei", "ZAP"];

/** What a scanner made of a kind: found, half of it, missed, given another name, no alarm where none is due, or one. */
type Mark = "✓" | "½" | "✗" | "as another" | "alarm";

/** A kind of endpoint that the scanners were played against, and what came of it. */
export interface Kind {
  readonly name: string;
  /** Whether there is something to find. */
  readonly isHole: boolean;
  /** In the order of the scanners. */
  readonly marks: readonly [Mark, Mark, Mark, Mark, Mark];
}

const hole = (name: string, ...marks: Kind["marks"]): Kind => ({ name, isHole: true, marks });
const harmless = (name: string, ...marks: Kind["marks"]): Kind => ({ name, isHole: false, marks });

/** What kinds there are. */
export type KindName =
  | "reflect"
  | "null"
  | "prefix"
  | "suffix"
  | "dot"
  | "subdomain"
  | "http"
  | "underscore"
  | "characters"
  | "hosting"
  | "localhost-prefix"
  | "localhost"
  | "elsewhere"
  | "vary"
  | "cache"
  | "errors"
  | "partner"
  | "list"
  | "star";

export const kinds: Readonly<Record<KindName, Kind>> = {
  reflect: hole("any origin is repeated, with credentials", "✓", "✓", "✓", "✓", "✓"),
  null: hole("null", "✓", "✓", "✗", "✓", "✓"),
  prefix: hole("no end, or the name anywhere", "✓", "✓", "½", "✓", "✓"),
  suffix: hole("no beginning: `evilshop.com`", "✓", "✓", "✗", "✓", "as another"),
  dot: hole("a dot that is not escaped", "✓", "✓", "✗", "✓", "✗"),
  subdomain: hole("any subdomain", "✓", "as another", "✗", "✓", "✓"),
  http: hole("http is let in", "✓", "✓", "✗", "✗", "✓"),
  underscore: hole("an underscore ends the name", "✓", "✓", "✗", "✓", "✗"),
  characters: hole("another character ends the name", "✓", "✗", "✗", "as another", "as another"),
  hosting: hole("shared hosting, like `github.io`", "✓", "✗", "✗", "✗", "✗"),
  "localhost-prefix": hole("what begins with `http://localhost`", "✗", "✗", "✗", "✓", "✗"),
  localhost: hole("localhost, or any port", "✗", "✗", "✗", "✗", "✗"),
  elsewhere: hole("only in preflights, to POST or HEAD, or to who is signed in", "✗", "✗", "✗", "✗", "✗"),
  vary: hole("no Vary: Origin, in what caches keep", "✗", "as another", "✗", "✗", "✗"),
  cache: hole("a cache that knows no origins", "✗", "as another", "✗", "✗", "✗"),
  errors: harmless("repeated beside a 404 alone", "alarm", "✓", "✓", "alarm", "alarm"),
  partner: harmless("one partner, named to everybody", "✓", "alarm", "✓", "✓", "alarm"),
  list: harmless("a list, or two lines, which browsers refuse", "✓", "alarm", "✓", "alarm", "alarm"),
  star: harmless("`*`, with and without credentials", "✓", "✓", "✓", "✓", "alarm"),
};
