/** A pasted text in one line, its quotes straight: chats, wikis and terminals bend, break and colour it. */
export function normalize(text: string): string {
  return (
    text
      // Colours of a terminal.
      // oxlint-disable-next-line no-control-regex
      .replace(/\u001b\[[0-9;]*m/g, "")
      // What cannot be seen, among it the marks that DevTools puts before links.
      .replace(/[\u00ad\u200b-\u200f\u2060\ufeff\ufffc]/g, "")
      // Editors make a link of an address.
      .replace(
        /\[([a-z][a-z\d+.-]{0,30}:[^\]\s]{0,2000})\]\([^)\s]{0,2000}\)|<([a-z][a-z\d+.-]{0,30}:\/\/[^>\s]{0,2000})>/gi,
        "$1$2",
      )
      .replace(/['"`´‘’‚‛“”„‟′″]|&#39;|&quot;|\\"|'\\''/g, "'")
      .replace(/^[ \t]*(?:>|\/\/|#|\*)+(?= )/gm, " ")
      .replace(/\s+/g, " ")
      .trim()
  );
}
