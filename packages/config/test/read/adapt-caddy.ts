import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GeneratedFile } from "@concors/config";
import type { SourceFile } from "@concors/config/read";
import { isHere } from "../support/program.ts";

const program = "/usr/bin/caddy";

export const hasCaddy: boolean = isHere("caddy adapt", existsSync(program) ? null : "apt-get install caddy");

/** The JSON that Caddy makes of a Caddyfile, beside which there may be other files. */
export function adaptCaddyfile(caddyfile: string, files: readonly SourceFile[] = []): SourceFile {
  const folder = mkdtempSync(join(tmpdir(), "concors-"));
  try {
    for (const { path, text } of [...files, { path: "Caddyfile", text: caddyfile }])
      writeFileSync(join(folder, path), text);
    const text = execFileSync(program, ["adapt", "--adapter", "caddyfile", "--pretty", "--config", "Caddyfile"], {
      cwd: folder,
      env: { HOME: folder },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return { path: "caddy.json", text, comments: [caddyfile, ...files.map((file) => file.text)].join("\n") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A site that imports what is generated, before an application, or before files if there is nothing to strip. */
export function adaptGenerated(files: readonly GeneratedFile[]): readonly SourceFile[] {
  const [file] = files;
  if (file === undefined) return [];
  const [, name = ""] = /^\((\w+)\)/m.exec(file.text) ?? [];
  const isProxied = file.text.includes(`(${name}_upstream)`);
  const answers = isProxied ? `reverse_proxy 127.0.0.1:8080 {\n\timport ${name}_upstream\n}` : "file_server";
  return [adaptCaddyfile(`import ${file.path}\nexample.com {\nimport ${name}\n${answers}\n}\n`, files)];
}
