import { dialects } from "@concors/config/read";
import type { Finding, SourceFile } from "@concors/config/read";
import type { Line } from "../terminal/text.ts";
import { blankLine, hangingLine, span } from "../terminal/text.ts";

/** What was changed, and that a server does not know of it yet; nothing if nothing was. */
export function mendedLines(
  given: readonly SourceFile[],
  before: readonly Finding[],
  files: readonly SourceFile[],
  after: readonly Finding[],
): readonly Line[] {
  const changed = files.filter(({ text }, index) => text !== given[index]!.text);
  const lines = changed.map(({ path }) => {
    const left = codesIn(path, after);
    const gone = codesIn(path, before).filter((code) => !left.includes(code));
    const what = gone.length === 0 ? "" : `: ${gone.join(", ")}`;
    return hangingLine(0, 2, span("mended", "green", "bold"), " ", span(path, "bold"), what);
  });
  const reloads = [...new Set(changed.flatMap((file) => reloadOf(file) ?? []))].map((command) =>
    hangingLine(0, 2, `The server goes on with what it has read, until: ${command}`),
  );
  return lines.length === 0 ? [] : [...lines, ...reloads, blankLine];
}

function codesIn(path: string, findings: readonly Finding[]): string[] {
  return [...new Set(findings.filter((finding) => finding.path === path).map(({ code }) => code))];
}

/** How the server is made to check its files and read them again; null where that is not the same everywhere. */
function reloadOf(file: SourceFile): string | null {
  const dialect = dialects.find(({ recognizes }) => recognizes(file))?.name;
  if (dialect === "nginx") return "nginx -t && nginx -s reload";
  // A .htaccess is read with every request.
  return dialect === "apache" && !file.path.endsWith(".htaccess") ? "apachectl configtest && apachectl graceful" : null;
}
