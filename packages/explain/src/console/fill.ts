/**
 * A text with its values in place of `{name}`.
 *
 * @throws TypeError if a value is missing
 */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`${name} is missing in ${text}`);
    return value;
  });
}
