import { UsageError } from "../../usage-error.ts";

/**
 * The curl command in a text, as people copy it: out of a terminal, with its prompt and what follows it, out of a page,
 * with its fences and bent quotes, and from Windows, with the escapes of its shells.
 *
 * @throws UsageError if there are several commands in it
 */
export function commandText(pasted: string): string {
  const bare = pasted
    .replace(/^\uFEFF/, "")
    .replace(/^[ \t]*```.*$/gm, "")
    .replace(/^\s*(?:#.*\n\s*)*/, "")
    .trim()
    .replace(/^`([^`]*)`$/s, "$1")
    .replace(prompt, "");
  return firstCommand(withStraightQuotes(withoutEscapesOfWindows(bare)));
}

/** What stands before the program: a prompt, and who is asked to run it. */
const prompt =
  /^(?:➜[^\n'"|;]*?\s|[^\n'"|;]*?(?:[$%#❯]\s+|>\s*))?(?:(?:sudo|time)\s+)?(?=(?:\S*[\\/])?curl(?:\.exe)?\s)/;

/** The Command Prompt escapes by a caret, "Copy as cURL (cmd)" everything; PowerShell goes on after a backtick. */
function withoutEscapesOfWindows(text: string): string {
  const isCommandPrompt = /^\S+\s[^']*?(?:\^"|\s\^\r?\n|"[^"\n']*\^&)/.test(text);
  if (!isCommandPrompt) return text.replace(/[ \t]`[ \t]*\r?\n/g, " \\\n");
  return text
    .replace(/\^\r?\n(\r?\n)?/g, (_whole, lineBreak: string | undefined) => (lineBreak === undefined ? " " : "\n"))
    .replace(/\^([^\n])/g, "$1");
}

/** Editors bend quotes, and make one dash of two. */
function withStraightQuotes(text: string): string {
  const straight = /["']/.test(text) ? text : text.replace(/[“”„]/g, '"').replace(/[‘’]/g, "'");
  return straight.replace(/(?<=\s)[–—](?=[a-z]{2})/g, "--").replace(/(?<=\s)[–—](?=[A-Za-z])/g, "-");
}

/** One part of a command: what is quoted in one way or another, an escape, an operator, or a character. */
const part =
  /\$'(?:\\.|[^'\\])*'?|'[^']*'?|"(?:\\.|[^"\\])*"?|\\[ \t]*(?:\r?\n|$)|\\.|(?<redirect>(?<![^\s])\d?(?:>>?|<{1,3})&?\s*[^\s;|&]*|&>\s*\S+)|(?<end>\r?\n(?!\s*(?:-|['"]|https?:\/\/|\\))|[|;]|&(?=\s|&|$))|[^]/gs;

/** Up to where a shell ends it; a line that begins with an option goes on, since its backslash gets lost easily. */
function firstCommand(text: string): string {
  let command = "";
  for (const { 0: given, groups, index } of text.matchAll(part)) {
    if (groups?.["end"] !== undefined) {
      const rest = text.slice(index);
      if (/^(?!\|)[^|]*?[\n;&]\s*curl(?:\.exe)?\s/s.test(rest)) {
        throw new UsageError("--curl: there are several commands; give one at a time.");
      }
      return command;
    }
    if (groups?.["redirect"] !== undefined) continue;
    command += /^\\[ \t]*(?:\r?\n|$)/.test(given) ? " " : given;
  }
  return command;
}
