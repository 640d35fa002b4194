import { checkPolicy } from "concors";

/** Whether a browser can send this origin: it is written as one, with a host that a URL can have. */
export function isSendable(origin: string): boolean {
  try {
    const { protocol, host } = new URL(origin);
    // Other schemes have an opaque origin in a URL of Node, and their own in browsers that know them.
    return host !== "" && origin === `${protocol}//${host}`;
  } catch {
    return false;
  }
}

/** Whether a policy can have this pattern. */
export function isPattern(pattern: string): boolean {
  return pattern === "null" || whatIsWrongWith(pattern) === null;
}

/** What is wrong with an origin that is written down, and how it is written; null if a browser can send it. */
export function whatIsWrongWith(origin: string): { readonly why: string; readonly fix: string | null } | null {
  const checked = checkPolicy({ origins: [origin] });
  const [issue] = checked.ok ? [] : checked.issues;
  if (issue === undefined) return null;
  const fix = typeof issue.fix === "string" ? issue.fix : null;
  const words = issue.message.replace(/^origins\.0 /, "");
  const end = `: ${JSON.stringify(fix)}`;
  return { why: fix !== null && words.endsWith(end) ? words.slice(0, -end.length) : words, fix };
}
