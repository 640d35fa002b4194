import { lossWords } from "./loss.ts";

/** `docs/losses.md`: what each loss says. */
export function lossesPage(): string {
  const rows = Object.entries(lossWords).map(([code, words]) => `| \`${code}\` | ${cell(words)} |`);
  return `# What servers cannot say

What \`concors config\` cannot write in the language of a server is a loss. Its effect is \`narrower\` (a page that the policy
allows may not read), \`wider\` (one that it does not allow may; only with \`--allow-wider\`), \`cosmetic\` (nothing that a page
would notice) or \`refused\` (nothing was written). What would let any site read with a user's credentials is refused always.
… stands for what of the policy it is about.

| code | what it says |
| --- | --- |
${rows.join("\n")}
`;
}

function cell(words: string): string {
  return words
    .replaceAll("*", String.raw`\*`)
    .replace(/^\{target\}/, "The server")
    .replaceAll("{target}", "the server")
    .replace("{values}", "…");
}
