/** Who can make a browser send the origin that is let in. */
export type Attacker = "anyone" | "proxied" | "same-site" | "same-host" | "network" | "local" | "nobody";

/** An attacker, in words: who it is, and which browsers send the origin for them. */
export interface AttackerWords {
  readonly who: string;
  readonly browsers: readonly string[];
}

const allBrowsers = ["Chromium", "Firefox", "WebKit"] as const;

export const attackerWords: Readonly<Record<Attacker, AttackerWords>> = {
  anyone: { who: "any site that a user visits", browsers: allBrowsers },
  proxied: { who: "any site, where the browser reaches it by a proxy", browsers: ["Chromium", "WebKit"] },
  "same-site": { who: "whoever runs, or takes over, a host beside it", browsers: allBrowsers },
  "same-host": { who: "another service on the same host", browsers: allBrowsers },
  network: { who: "whoever is on the user's network, or on the way", browsers: allBrowsers },
  local: { who: "whatever program serves a page on the user's machine", browsers: allBrowsers },
  nobody: { who: "nobody: no browser sends that", browsers: [] },
};
