/**
 * What the URL Standard's parser makes of a text; null if it makes nothing of it, or a host that no server can have.
 *
 * NB: The parser takes a name with an empty label (`localhost..`), which no name server knows. What somebody else makes of
 * it nobody can tell, and it would be none of the names that are refused.
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    const url = new URL(text, base);
    return /^\.|\.\./.test(url.hostname) ? null : url;
  } catch {
    return null;
  }
}
