/** A link that a report may hold, if it is one to a page of the web; null for anything else, whoever wrote it. */
export function safeLink(url: string): string | null {
  return /^https:\/\//i.test(url) ? url : null;
}
