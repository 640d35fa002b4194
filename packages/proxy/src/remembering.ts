/** How many texts' results are kept. */
const most = 1024;

/**
 * A function of a text whose results are kept, for texts that come again and again. It takes no more memory for texts that
 * somebody makes up: what is kept is thrown away once it is too much.
 *
 * @param make a pure function
 * @param longest characters of a text whose result is kept. Nobody spells a name of 64 twice, but a stranger who wants it kept
 */
export function remembering<Result>(make: (text: string) => Result, longest = 64): (text: string) => Result {
  const results = new Map<string, Result>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    if (text.length > longest) return made;
    if (results.size >= most) results.clear();
    results.set(text, made);
    return made;
  };
}
