/** Where the sites are when no server of the Lab says: in the pages of docs/learn, and in the tests. */
export const siteOrigins = {
  A: "http://127.0.0.1:4001",
  B: "http://127.0.0.1:4002",
  C: "http://127.0.0.1:4003",
} as const;

/** The letter of the site that a URL is of. */
export function siteLetter(url: string): string {
  return Object.entries(siteOrigins).find(([, origin]) => new URL(url).origin === origin)![0];
}
