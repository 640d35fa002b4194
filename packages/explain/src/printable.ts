/**
 * Text with every control character written out: what a server sends must not move the cursor, colour the screen, or
 * hide what stands beside it.
 */
export function printable(text: string): string {
  let shown = "";
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    shown += isControl(code) ? escaped(code) : text[at]!;
  }
  return shown;
}

/** The control characters of ASCII and Latin-1, and those that turn the direction of text. */
export function isControl(code: number): boolean {
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
  return code === 0x200e || code === 0x200f || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

function escaped(code: number): string {
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u${hex}`;
}
