import { attackerWords } from "./attacker.ts";
import type { AuditCode, AuditKind } from "./audit-code.ts";
import { auditCodes, auditWords } from "./audit-words.ts";

const families: readonly (readonly [prefixes: readonly string[], heading: string])[] = [
  [["AUD-R", "AUD-N"], "Anybody is let in"],
  [["AUD-P", "AUD-S", "AUD-D", "AUD-X"], "A name is not compared as a whole"],
  [["AUD-U", "AUD-T", "AUD-H", "AUD-O"], "More is let in than is safe"],
  [["AUD-W", "AUD-E", "AUD-M", "AUD-C"], "Answers and preflights"],
  [["AUD-V"], "Caches"],
  [["AUD-L"], "Private networks"],
  [["AUD-I"], "What is meant"],
];

const kindWords: Readonly<Record<AuditKind, string>> = {
  exposure: "somebody reads, or sends, who should not",
  breakage: "a page that should read cannot",
  cache: "a cache hands one origin's answer to another",
  hygiene: "no browser can be made to do anything by it",
};

/** `docs/audit.md`, as it has to be. */
export function auditPage(): string {
  const sections = families.map(([prefixes, heading]) => {
    const codes = auditCodes.filter((code) => prefixes.some((prefix) => code.startsWith(prefix)));
    return `## ${heading}\n\n${codes.map(sectionOf).join("\n")}`;
  });
  return `${introduction}\n${sections.join("\n")}`;
}

function sectionOf(code: AuditCode): string {
  const { about, kind, remedy, title } = auditWords[code];
  return `### ${code}: ${title}\n\n${about}\n\n- **What comes of it:** ${kindWords[kind]}\n- **Mend:** ${remedy}\n`;
}

const attackers = Object.values(attackerWords).map(({ browsers, who }) => `- ${who}${inBrowsers(browsers)}`);

function inBrowsers(browsers: readonly string[]): string {
  return browsers.length === 0 ? "" : ` (${browsers.join(", ")})`;
}

const introduction = `# What an audit finds

\`concors audit URL\` asks a server what an attacker's pages would be told: one section here for each code that it, and
\`audit\` of \`@concors/explain/audit\`, give. Codes are stable. Written by \`node packages/explain/scripts/write-audit.js\`.

## How it asks

- GET, HEAD and OPTIONS, at most 60 a URL and 5 a second to a host, unless it is told otherwise. Redirects are not
  followed: they are reported, and where they lead is another URL to audit.
- Names that stand for an attacker's are random, below \`.example\` or an ending that there is not, which nobody can have.
  What lets one of them in is asked again with another, so a coincidence is no finding.
- What gets no answer, or a 5xx that is not the rule there, is asked once more. Three requests in a row without an answer, or
  one 429, end it, and the report says so.
- A page is named by Origin and Referer, as browsers name it.
- Whether an answer lets a page read it is decided by the standard's CORS check, not by comparing strings.
- One cause is one finding: where any origin is repeated, nothing else about origins is asked.
- With \`-H "Cookie: …"\` of a test user, it is seen whether an answer is another for who is signed in.
- With \`--policy\`, the site is held against what is meant: what the policy lets in is no finding.

## How bad it is

What counts is who can make a browser send it:

${attackers.join("\n")}

| | with the user's credentials | without |
| --- | --- | --- |
| any site | high; critical if the answer is another for who is signed in | info; medium inside a private network |
| a host beside it, the network, the user's machine, by a proxy | medium | info; low inside a private network |
| another port | low | info; low inside a private network |
| nobody | info | info |

It is medium instead of high, and low instead of medium for the user's machine and by a proxy, where nothing goes along
with another site's request: every cookie that was seen is SameSite=Lax or Strict, those that were given among them, or the
credentials that were given are none that a browser attaches. An error holds nothing: what is found on a 404, a 410 or a 5xx
is info, and so is what is found on any error that only the origin is answered by, where others are served. A server on the
machine that asks is judged as if it were deployed. The grade of a URL is that of its worst finding: A for nothing worse than
info, B for low, C for medium, D for high, F for critical.

## What it does not try

- Whether a GET, or a simple POST, changes something for whoever sends it: CORS does not stop that, with or without a
  hole. \`cors.gate\` of \`concors\` does.
- JSONP, \`crossdomain.xml\`, \`postMessage\`: no part of CORS.
- Raw bytes that no HTTP client sends, and names that look like others in Unicode: browsers send both as ASCII.
- Whether a subdomain can be taken over.
`;
