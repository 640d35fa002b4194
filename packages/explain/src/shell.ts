/** A command line for a POSIX shell. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellQuoted).join(" ");
}

/** In single quotes, unless nothing in it means anything. */
function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
