import { issueWords } from "./issue-words.ts";
import type { Issue, IssuePath, Wording } from "./issue.ts";
import { nearestKey } from "./nearest-key.ts";
import { show, showPart } from "./show.ts";

/** Whole sentences, and did-you-mean. */
export const inWords: Wording = {
  message: (code, path, value, fix) => messageOf(issueWords[code], path, value, fix),
  nearestKey,
};

/** An issue whose code says `words`. */
export function issueInWords<Code extends string>(
  code: Code,
  words: string,
  path: IssuePath,
  value: unknown,
  fix: unknown,
): Issue<Code> {
  const message = messageOf(words, path, value, fix);
  return Object.freeze({ code, path, value, message, ...(fix !== undefined && { fix }) });
}

function messageOf(words: string, path: IssuePath, value: unknown, fix: unknown): string {
  const subject = showPart(path, value);
  if (fix === undefined) return `${subject} ${words}`;
  return `${subject} ${words.includes("{fix}") ? words.replace("{fix}", () => show(fix)) : `${words}: ${show(fix)}`}`;
}
