import type { InspectOptions } from "node:util";
import { inspect } from "node:util";

/** Sets what Node, and so a failing test, prints of a class's objects: getters alone would print nothing. */
export function showWith<Shown extends object>(
  shownClass: { readonly name: string; readonly prototype: Shown },
  show: (object: Shown) => object,
): void {
  Object.defineProperty(shownClass.prototype, inspect.custom, {
    value(this: Shown, _depth: number, options: InspectOptions) {
      return `${shownClass.name} ${inspect(show(this), options)}`;
    },
  });
}
