import type { Scope } from "../../block.ts";
import type { Place } from "../../finding.ts";
import { isBranching } from "../braces/is-branching.ts";
import type { SourceText } from "../source/source-text.ts";
import type { Value } from "../source/values.ts";

/** What can be said of a configuration. */
export type Part = "origins" | "patterns" | "methods" | "headers" | "exposed" | "credentials" | "maxAge";

/** What is said of one configuration. */
export interface Configuration {
  readonly at: Place;
  readonly scopes: readonly Scope[];
  readonly said: ReadonlyMap<Part, readonly Value[]>;
  /** Whether it is decided while the program runs what of it is carried out. */
  readonly isBranching: boolean;
  /** Whether what is not said is as Spring's `applyPermitDefaultValues` has it. */
  readonly isOpen: boolean;
}

interface Begun extends Configuration {
  /** Where it begins, among the tokens. */
  readonly index: number;
  readonly scopes: Scope[];
  readonly said: Map<Part, readonly Value[]>;
  isBranching: boolean;
  isOpen: boolean;
}

/** The configurations that a program makes, in the order in which it speaks of them. */
export class Configurations {
  readonly all: Begun[] = [];
  readonly #source: SourceText;
  readonly #byName = new Map<string, Begun>();
  #last: Begun | undefined;
  /** Of `registerCorsConfiguration("/**", new CorsConfiguration())`. */
  #awaited: readonly Scope[] = [];

  constructor(source: SourceText) {
    this.#source = source;
  }

  /** @param isOpen as `isOpen` of what begins */
  begin(index: number, isOpen: boolean, ...scopes: readonly Scope[]): void {
    const { tokens, place } = this.#source;
    const { start, end } = tokens[index]!;
    const own = [...this.#awaited, ...scopes];
    const begun = { at: place(start, end), scopes: own, said: new Map(), index, isBranching: false, isOpen };
    this.#awaited = [];
    this.#last = begun;
    this.all.push(begun);
    // `CorsConfiguration config = new CorsConfiguration();`
    const variable = tokens[index - 1]?.text === "=" ? tokens[index - 2] : undefined;
    if (variable?.kind === "name") this.#byName.set(variable.text, begun);
  }

  /** What comes next is said of something else. */
  end(): void {
    this.#last = undefined;
  }

  /** `owner.setAllowedOrigins(…)`; without a name that is known, of the last: in a chain, or in Kotlin's `apply`. */
  say(owner: string | undefined, part: Part, values: readonly Value[], index: number, isAdded: boolean): void {
    const meant = this.#named(owner);
    if (meant === undefined) return;
    meant.isBranching ||= isBranching(this.#source, meant.index, index);
    meant.said.set(part, [...(isAdded ? (meant.said.get(part) ?? []) : []), ...values]);
  }

  /** `owner.applyPermitDefaultValues()` */
  open(owner: string | undefined): void {
    const meant = this.#named(owner);
    if (meant !== undefined) meant.isOpen = true;
  }

  /** `source.registerCorsConfiguration("/**", given)`. Whether it is one of these. */
  register(scope: Scope, given: Value | undefined): boolean {
    const meant = given?.kind === "name" ? this.#named(given.name) : undefined;
    if (meant !== undefined) meant.scopes.push(scope);
    else if (/\bCorsConfiguration\(/.test(given?.raw ?? "")) this.#awaited = [scope];
    else return false;
    return true;
  }

  #named(name: string | undefined): Begun | undefined {
    return (name === undefined ? undefined : this.#byName.get(name)) ?? this.#last;
  }
}
