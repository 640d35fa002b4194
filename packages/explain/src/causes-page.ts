import type { CauseCode } from "./cause-code.ts";
import type { ConsoleWords } from "./console/words-of-cause.ts";
import { causeCodes, describeCause } from "./describe-cause.ts";
import { securitySections } from "./security/security-words.ts";

/** What codes begin with, and what those that do have in common. */
export const causeFamilies: readonly (readonly [prefix: string, heading: string])[] = [
  ["CORS-O", "Origin"],
  ["CORS-C", "Credentials"],
  ["CORS-P", "Preflight"],
  ["CORS-M", "Method"],
  ["CORS-H", "Headers"],
  ["CORS-X", "What of an answer may be read"],
  ["CORS-R", "Redirects"],
  ["CORS-S", "Scheme and mode"],
  ["CORS-L", "Local network"],
  ["URL", "How the URL is written"],
  ["MIX", "Mixed content"],
  ["CSP", "Content-Security-Policy"],
  ["EXT", "Extensions"],
  ["SW", "Service workers"],
  ["CORP", "Cross-Origin-Resource-Policy"],
  ["NET", "Network"],
  ["TLS", "TLS"],
  ["HSTS", "Strict-Transport-Security"],
  ["ORB", "Opaque Response Blocking"],
  ["BODY", "The body"],
];

/** `docs/causes.md`, as it has to be. */
export function causesPage(): string {
  const sections = causeFamilies.map(([prefix, heading]) => {
    const codes = causeCodes.filter((code) => code.startsWith(prefix));
    return `## ${heading}\n\n${codes.map(sectionOf).join("\n")}`;
  });
  return `# Causes

Why a browser does not let a page read a response: one section for each code that \`concors check\` and
\`@concors/explain\` give. Codes are stable. Written by \`node packages/explain/scripts/write-causes.js\`.

${sections.join("\n")}
${securitySections()}`;
}

const browsers = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKit" } as const;

/** What to look for in a console, in its words. */
function consoleLines(words: ConsoleWords): string {
  const lines = (["chromium", "firefox", "webkit"] as const)
    .filter((engine) => words[engine] !== null)
    .map((engine) => `- ${browsers[engine]}: ${asCode(words[engine]!)}`);
  return lines.length === 0 ? "" : `\nIn the console:\n\n${lines.join("\n")}\n`;
}

/** Text with backticks of its own stands between two of them. */
function asCode(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function sectionOf(code: CauseCode): string {
  const { about, client, console: words, server, step, title } = describeCause(code);
  const rule = step === null ? "" : `\nThe standard: [${step.name}](${step.url}).\n`;
  return `### ${code}: ${title}\n\n${about}\n\n- **Server:** ${server}\n- **Page:** ${client}\n${consoleLines(words)}${rule}`;
}
