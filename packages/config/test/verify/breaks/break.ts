import type { Generated } from "../../../src/index.ts";

/** One deliberate change of what was generated for P1, which has to be noticed. */
export type Break = readonly [name: string, from: string | RegExp, to: string];

/** @throws Error if there is nothing to change: a break that changes nothing teaches nothing */
export function broken(generated: Generated, [name, from, to]: Break): Generated {
  const files = generated.files.map((file) => ({ ...file, text: file.text.replaceAll(from, to) }));
  if (files.every((file, index) => file.text === generated.files[index]!.text))
    throw new Error(`there is nothing to change for "${name}"`);
  return { ...generated, files };
}
