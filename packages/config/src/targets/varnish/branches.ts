/** A condition, and the statements for when it holds. */
export type Branch = readonly [condition: string, statements: readonly string[]];

/** The first branch whose condition holds. */
export function branches(all: readonly Branch[], otherwise: readonly string[] = []): readonly string[] {
  if (all.length === 0) return otherwise;
  return [
    ...all.flatMap(([condition, statements], index) => [
      `${index === 0 ? "if" : "} elsif"} (${condition}) {`,
      ...indented(1, statements),
    ]),
    ...(otherwise.length === 0 ? [] : ["} else {", ...indented(1, otherwise)]),
    "}",
  ];
}

export function indented(depth: number, all: readonly string[]): readonly string[] {
  return all.map((line) => `${"  ".repeat(depth)}${line}`);
}
