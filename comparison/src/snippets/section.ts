import { effectsOf, effectWords, originsLetIn, wrongIn } from "./effects.ts";
import { playSnippet } from "./play-snippet.ts";
import type { PlayedSnippet } from "./play-snippet.ts";
import { snippets } from "./rows/index.ts";
import type { SnippetServer } from "./snippet.ts";

/** The servers that snippets are for, by what they are called. */
const serverTitles: Readonly<Record<SnippetServer, string>> = {
  nginx: "nginx",
  apache: "Apache",
  "apache-htaccess": "Apache, .htaccess",
  caddy: "Caddy",
  haproxy: "HAProxy",
  lighttpd: "lighttpd",
  varnish: "Varnish",
  php: "PHP",
  express: "Express",
  fetch: "Fetch handlers",
  flask: "Flask",
  django: "Django",
  fastapi: "FastAPI",
  "rack-cors": "Rack",
};

/** What the page says before the tables. */
export const sectionIntroduction: readonly string[] = [
  "## Configuration that people publish",
  "",
  "Each row is configuration, or a few lines of a program, that is published for others to use. It was run in the real",
  "server (Debian 12's) in the place of what `@concors/config` generates, before the same misbehaving application, and played",
  "the same cases, all of which what is generated passes where it is proven. A snippet is held against the policy that it",
  "comes nearest to, P1 (two origins, one of them with a wildcard, and credentials) or P2 (everybody, without), which are",
  "`comparison/src/snippets/policies.ts`. A case may go wrong in several ways.",
  "",
  "The snippets, `comparison/src/snippets/rows`, are written anew after what is published, with whatever makes them do what",
  "they do; hosts, methods and headers are those of the policy. What a snippet cannot know is not held against it: which",
  "headers are exposed, how long a preflight may be remembered, and with which status one is answered. Origins without a",
  "scheme are of https.",
  "",
];

/** Runs all snippets for a server, one after the other, and makes a table of what came of them. */
export async function tableOf(server: SnippetServer): Promise<string> {
  const lines: string[] = [];
  for (const snippet of snippets) if (snippet.server === server) lines.push(lineOf(await playSnippet(snippet)));
  return [
    headingOf(server),
    "",
    "| what is published | for | right | lets in | what goes wrong |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
    "",
  ].join("\n");
}

/** The table as a page has it; null if it has none. */
export function tableIn(page: string, server: SnippetServer): string | null {
  const start = page.indexOf(`${headingOf(server)}\n`);
  if (start === -1) return null;
  const end = page.indexOf("\n#", start + 1);
  return end === -1 ? page.slice(start) : page.slice(start, end + 1).replace(/\n*$/, "\n");
}

function headingOf(server: SnippetServer): string {
  return `### ${serverTitles[server]}`;
}

function lineOf({ snippet, cases, misses }: PlayedSnippet): string {
  const { name, source, policy } = snippet;
  const wrong = [...effectsOf(misses)].map(([effect, played]) => `${played.length} × ${effectWords[effect]}`);
  const right = `${cases - wrongIn(misses)} of ${cases}`;
  return `| [${name}](${source}) | ${policy} | ${right} | ${letIn(originsLetIn(misses))} | ${wrong.join("; ")} |`;
}

function letIn(origins: "everybody" | readonly string[]): string {
  if (origins === "everybody") return "everybody";
  return origins.map((origin) => `\`${origin.replace(/^https:\/\//, "")}\``).join(", ");
}
