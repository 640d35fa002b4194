import type { CauseCode } from "./cause-code.ts";
import { messages } from "./messages.ts";

/** Every cause there is, in the order of its family. */
export const causeCodes: readonly CauseCode[] = Object.keys(messages) as CauseCode[];

const families: readonly (readonly [prefix: string, heading: string])[] = [
  ["CORS-O", "Origin"],
  ["CORS-C", "Credentials"],
  ["CORS-P", "Preflight"],
  ["CORS-M", "Method"],
  ["CORS-H", "Headers"],
  ["CORS-R", "Redirects"],
  ["CORS-S", "Scheme and mode"],
  ["CORS-L", "Local network"],
  ["URL", "How the URL is written"],
  ["MIX", "Mixed content"],
  ["CSP", "Content-Security-Policy"],
  ["EXT", "Extensions"],
  ["CORP", "Cross-Origin-Resource-Policy"],
  ["NET", "Network"],
  ["TLS", "TLS"],
  ["HSTS", "Strict-Transport-Security"],
  ["ORB", "Opaque Response Blocking"],
  ["BODY", "The body"],
];

/** `docs/causes.md`, as it has to be. */
export function causesPage(): string {
  const sections = families.map(([prefix, heading]) => {
    const codes = causeCodes.filter((code) => code.startsWith(prefix));
    return `## ${heading}\n\n${codes.map(sectionOf).join("\n")}`;
  });
  return `# Causes

Why a browser does not let a page read a response: one section for each code that \`concors check\` and
\`@concors/explain\` give. Codes are stable. Written by \`node packages/explain/scripts/write-causes.js\`.

${sections.join("\n")}`;
}

function sectionOf(code: CauseCode): string {
  const { about, client, server, step, title } = messages[code];
  const rule = step === null ? "" : `\nThe standard: [${step.name}](${step.url}).\n`;
  return `### ${code}: ${title}\n\n${about}\n\n- **Server:** ${server}\n- **Page:** ${client}\n${rule}`;
}
