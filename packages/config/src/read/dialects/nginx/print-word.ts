/** A word as nginx reads it back, between quotes. A backslash before a letter or a dot stays as it is. */
export function printWord(text: string, quote = '"'): string {
  const mark = quote === "" ? '"' : quote;
  const escaped = text.replaceAll(mark === "'" ? /\\(?=[\\"'trn]|$)|'/g : /\\(?=[\\"'trn]|$)|"/g, String.raw`\$&`);
  return `${mark}${escaped}${mark}`;
}
