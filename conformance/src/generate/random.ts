/** A repeatable source of choices: one seed, one sequence (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, less than 1. */
  number(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** One of 0 … `below` - 1. */
  integer(below: number): number {
    return Math.floor(this.number() * below);
  }

  chance(probability: number): boolean {
    return this.number() < probability;
  }

  /** @throws RangeError if there is nothing to pick from */
  pick<T>(values: readonly T[]): T {
    if (values.length === 0) throw new RangeError("nothing to pick from");
    return values[this.integer(values.length)] as T;
  }

  /** Picks a value as often as its weight says. */
  weighted<T>(weights: readonly (readonly [weight: number, value: T])[]): T {
    let rest = this.number() * weights.reduce((sum, [weight]) => sum + weight, 0);
    const found = weights.find(([weight]) => (rest -= weight) < 0) ?? weights.at(-1);
    if (found === undefined) throw new RangeError("nothing to pick from");
    return found[1];
  }

  /** Picks a name as often as its weight says. */
  weightedName<N extends string>(weights: Readonly<Record<N, number>>): N {
    return this.weighted(Object.entries<number>(weights).map(([name, weight]) => [weight, name as N]));
  }

  /** Picks a place in the list as often as the weight there says. */
  weightedIndex(weights: readonly number[]): number {
    return this.weighted(weights.map((weight, index) => [weight, index]));
  }

  /** Some of the values, each at most once, in a random order. */
  sample<T>(values: readonly T[], count: number): T[] {
    const left = [...values];
    return Array.from(
      { length: Math.min(count, left.length) },
      () => left.splice(this.integer(left.length), 1)[0] as T,
    );
  }
}
