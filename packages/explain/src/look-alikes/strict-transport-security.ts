/**
 * Top-level domains that every browser asks for https, whatever a page says: they are on the list of hosts that browsers
 * are shipped with.
 *
 * @see https://hstspreload.org/
 */
const preloadedDomains: ReadonlySet<string> = new Set(
  "android app bank boo channel chrome dad day dev eat esq fly foo gle gmail google hangout how ing insurance meet meme mov new nexus page phd play prof rsvp search youtube zip".split(
    " ",
  ),
);

/** Whether browsers know that a host is to be asked by https, without ever having seen it. */
export function isHstsPreloaded(host: string): boolean {
  return preloadedDomains.has(host.toLowerCase().split(".").at(-1) ?? "") && host.includes(".");
}
