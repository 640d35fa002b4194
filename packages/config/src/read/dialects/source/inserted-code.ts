/**
 * Where code that is inserted in a text ends: `#{ENV["A"]}`, `${names["a"]}`, in which quotes close nothing.
 *
 * @param from behind the opening brace
 * @returns behind the closing brace; the end of the source if there is none
 */
export function behindInserted(source: string, from: number): number {
  let depth = 1;
  let quote = "";
  for (let index = from; index < source.length; index += 1) {
    const character = source[index]!;
    if (character === "\\") index += 1;
    else if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === "{") depth += 1;
    else if (character === "}" && (depth -= 1) === 0) return index + 1;
  }
  return source.length;
}
