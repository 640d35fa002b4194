import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { SourceFile } from "@concors/config/read";
import type { Snippet } from "../src/snippets/snippet.ts";
import { howToGet } from "../src/snippets/write-section.ts";

/** Those of them that can be linted here: a Caddyfile is linted as Caddy itself understands it. */
export function lintable(all: readonly Snippet[]): readonly Snippet[] {
  const how = howToGet("caddy");
  if (how === null || process.env["CI"] === "true") return all;
  console.warn(`The snippets for caddy are not linted, since it is not installed: ${how}`);
  return all.filter(({ server }) => server !== "caddy");
}

/** The files of a snippet as `lint` takes them. */
export function lintedFiles(
  { server, files }: Snippet,
  write: (text: string, path: string) => string = (text) => text,
): readonly SourceFile[] {
  const written = Object.entries(files).map(([path, text]) => ({ path, text: write(text, path) }));
  return server === "caddy" ? [adapted(written)] : written;
}

/** The JSON of a site that imports the last file, before an application. */
function adapted(files: readonly SourceFile[]): SourceFile {
  const folder = mkdtempSync(join(tmpdir(), "concors-"));
  const [, name = ""] = /^\s*\((\w+)\)/m.exec(files.at(-1)!.text) ?? [];
  const imports = files.map(({ path }) => `import ${path}\n`).join("");
  const caddyfile = `${imports}api.example.net {\n  import ${name}\n  reverse_proxy 127.0.0.1:8080\n}\n`;
  try {
    for (const { path, text } of [...files, { path: "Caddyfile", text: caddyfile }])
      writeFileSync(join(folder, path), `${text}\n`);
    const text = execFileSync("caddy", ["adapt", "--adapter", "caddyfile", "--pretty", "--config", "Caddyfile"], {
      cwd: folder,
      env: { HOME: folder, PATH: process.env["PATH"] },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return { path: "caddy.json", text };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
