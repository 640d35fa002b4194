/** What the URL Standard's parser makes of a text; null if it makes nothing of it. */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
