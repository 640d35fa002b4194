import type { Command } from "./process-group.ts";

/** A browser on this machine. */
export interface InstalledBrowser {
  readonly file: string;
  /** How to open a URL, headless, with a profile in an empty folder. */
  readonly open: (url: string, folder: string, pages?: PresentedPages) => Promise<Command>;
}

/** A browser that is not on this machine. */
export interface MissingBrowser {
  readonly file: null;
  /** A command that installs it. */
  readonly install: string;
}

/** How a browser gets to see a page that is not where its address says. */
export interface PresentedPages {
  /** The port of 127.0.0.1 where a proxy listens, which the browser asks for everything. */
  readonly proxyPort: number;
  /** The certificate that the proxy shows for the page, which the browser is to trust for it alone; WebKit takes all. */
  readonly certificate: PageCertificate | null;
}

export interface PageCertificate {
  /** The host and port that it is for: "app.example.com:443". */
  readonly authority: string;
  /** The SHA-256 of its public key, in base 64. */
  readonly publicKeyHash: string;
  /** Its SHA-256: "AB:CD:…". */
  readonly fingerprint: string;
}
