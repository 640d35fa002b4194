import type { SecurityCode } from "../explanation.ts";

/** What there is to say of a note about security, whoever meets it: Markdown, in sentences. */
export interface SecurityDescription {
  readonly code: SecurityCode;
  readonly title: string;
  /** How it comes about, and what it leads to. */
  readonly about: string;
  /** What to do instead. */
  readonly remedy: string;
}

/** The one source of what `docs/causes.md` and `concors explain` say. */
const words: Readonly<Record<SecurityCode, Omit<SecurityDescription, "code">>> = {
  "answer-allows-null": {
    title: "The answer allows null",
    about:
      "`null` is the origin of every sandboxed frame, of `data:` URLs and of files. Any site can make such a frame, so `Access-Control-Allow-Origin: null` lets every site read.",
    remedy: "Name the origins that may read; serve local files over http://localhost while you develop.",
  },
  "answer-allows-http": {
    title: "The answer allows an origin of http, with credentials",
    about:
      "The server is reached by https, and trusts a page that is not: whoever is on the same network as a user answers for that page, and reads as the user.",
    remedy: "Allow the origin of https alone.",
  },
  "answer-allows-star-with-credentials": {
    title: "The answer allows credentials beside *",
    about:
      "No browser lets a request with credentials through where `Access-Control-Allow-Origin` is `*`, so it means nothing; but the next change often is to repeat every origin.",
    remedy: "Leave Access-Control-Allow-Credentials out, or name the origins that may use credentials.",
  },
  "answer-is-open-inside": {
    title: "A server without a public address allows everyone",
    about:
      "A firewall does not help against a browser behind it: any site that is open in one may read what answers `*` there.",
    remedy: "Name the origins that may read, and ask for credentials.",
  },
  "echo-with-credentials": {
    title: "Repeating whatever origin asks, with credentials",
    about:
      "The usual way to make `*` work with credentials is to send back the `Origin` of the request. Every site that a user visits can then read as that user.",
    remedy: "Compare the origin with a list, as a whole, and send it back if it is there.",
  },
  "allow-everyone": {
    title: "Access-Control-Allow-Origin: *",
    about: "It lets every site read: right for what anybody may read without credentials, and for nothing else.",
    remedy: "Name the origins, unless the answer is for everyone.",
  },
  "allow-null": {
    title: "Allowing null",
    about:
      "Every site can make a page with the origin `null`, so allowing it is allowing everyone, with credentials too.",
    remedy: "Give the page an origin: serve the file, or add allow-same-origin to the frame's sandbox.",
  },
  "allow-localhost": {
    title: "Allowing localhost where users are",
    about: "An origin of localhost is whatever program serves a page at that port of anybody's machine.",
    remedy: "Allow it where you develop, or let the development server pass requests on.",
  },
  "loose-match": {
    title: "A test of a part of the origin",
    about:
      "startsWith, endsWith, includes, or an expression without its ends or with unescaped dots, also take names that somebody else can have.",
    remedy: "Compare whole origins, as strings.",
  },
  "authentication-off": {
    title: "Letting requests through without a password",
    about:
      "A preflight carries no credentials, so it has to pass without. Where more than OPTIONS is let through for that, everything is open.",
    remedy: "Answer preflights before authentication, and nothing else.",
  },
  "public-proxy": {
    title: "A public CORS proxy",
    about: "Whoever runs it reads all that goes through it, tokens and cookies among it, and may change the answer.",
    remedy: "Ask from a server of your own instead.",
  },
  "web-security-off": {
    title: "A browser without web security",
    about:
      "`--disable-web-security`, or an extension that adds headers, mends it for one person, whose browser from then on lets every site read every other.",
    remedy: "Change the server's answer, which is the same for all.",
  },
  "no-cors": {
    title: 'mode: "no-cors"',
    about:
      "It makes the message go away, and the answer with it: what the page gets is opaque, status 0 and empty; headers and methods that need a preflight are not sent at all.",
    remedy: "Leave the mode out, and have the server allow the page.",
  },
  "page-over-http": {
    title: "Serving the page over http",
    about: "It ends mixed content, and lets whoever is on the way read and change both the page and what it asks for.",
    remedy: "Serve what is asked for by https.",
  },
};

/** Every code of a note about security. */
export const securityCodes: readonly SecurityCode[] = Object.keys(words) as SecurityCode[];

/** What `docs/causes.md` says of a note about security. */
export function describeSecurity(code: SecurityCode): SecurityDescription {
  return { code, ...words[code] };
}

/** A part of `docs/causes.md`. */
export function securitySections(): string {
  const sections = securityCodes.map((code) => {
    const { about, remedy, title } = describeSecurity(code);
    return `### ${code}: ${title}\n\n${about}\n\n- **Instead:** ${remedy}\n`;
  });
  return `## Security\n\nNot why it is blocked, but what stands in \`security\` beside it: what is unsafe in the answers, and in the usual advice.\n\n${sections.join("\n")}`;
}
