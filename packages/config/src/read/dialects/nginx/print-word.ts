/** A word as nginx reads it back, between quotes. A backslash before a letter or a dot stays as it is. */
export function printWord(text: string): string {
  const escaped = text.replaceAll(/\\(?=[\\"'trn]|$)|"/g, String.raw`\$&`);
  return `"${escaped}"`;
}
