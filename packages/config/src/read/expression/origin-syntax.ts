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

/** What is wrong with an origin that is written down; null if a browser can send it. */
export function whatIsWrongWith(origin: string): string | null {
  const checked = checkPolicy({ origins: [origin] });
  if (checked.ok) return null;
  return checked.issues[0]?.message.replace(/^origins\.0 /, "") ?? null;
}
