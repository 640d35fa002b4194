import type { Constants } from "../source/constants.ts";
import type { Value } from "../source/values.ts";

/** What makes a list of what it is given. */
const makers =
  /^(?:(?:java\.util\.)?(?:List|Set|Stream|ImmutableList|ImmutableSet)\.(?:of|copyOf)|(?:Arrays\.)?asList|(?:Collections\.)?singleton(?:List)?|(?:mutable)?(?:List|Set|Array)Of|(?:list|set|array)Of|ArrayList|HashSet|LinkedHashSet|List|Array)$/;

/** The values of a list, however it is made; a value alone is a list of one. */
export function listedValues(value: Value | undefined, constants: Constants): readonly Value[] {
  if (value === undefined) return [];
  const known = constants.resolve(value);
  if (known.kind === "nothing") return [];
  if (known.kind === "list") return known.values.flatMap((one) => listedValues(one, constants));
  if (known.kind !== "call") return [known];
  if (makers.test(known.name)) return known.values.flatMap((one) => listedValues(one, constants));
  return partsOf(known, constants) ?? [known];
}

/** `"GET,PUT".split(",")`, where the text has a name; null if it is none of that. */
function partsOf(
  { name, values }: Extract<Value, { readonly kind: "call" }>,
  constants: Constants,
): readonly Value[] | null {
  const [, owner] = /^(.*)\.[sS]plit$/.exec(name) ?? [];
  const whole = owner === undefined ? undefined : constants.get(owner);
  const [by] = values;
  if (whole?.kind !== "text" || whole.isOpen || by?.kind !== "text") return null;
  return whole.text.split(by.text).map((text) => ({ ...whole, text: text.trim() }));
}

/** A text; null if it is none of the file. Names of methods and headers that a framework has are texts as well. */
export function textOf(value: Value): string | null {
  // Spring puts the values of its settings in the place of `${…}`.
  if (value.kind === "text") return value.isOpen || /\$\{/.test(value.text) ? null : value.text;
  const name = value.kind === "name" || value.kind === "call" ? value.name : "";
  const [, kind, constant = ""] =
    /(?:^|\.)(HttpMethods?|RequestMethod|HttpHeaders|HeaderNames)\.(\w+)(?:\.(?:name|toString|Method))?$/.exec(name) ??
    [];
  if (kind === undefined) return name.endsWith("CorsConfiguration.ALL") ? "*" : null;
  if (kind.includes("Method")) return constant.toUpperCase();
  const words =
    constant.includes("_") || constant === constant.toUpperCase()
      ? constant.split("_")
      : constant.split(/(?<=[a-z])(?=[A-Z])/);
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()).join("-");
}
