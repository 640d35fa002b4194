import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import type { Dirent } from "node:fs";
import { basename, join } from "node:path";
import { isReadable } from "@concors/config/read";
import type { SourceFile } from "@concors/config/read";
import { readTextFile } from "../text-file.ts";
import type { Encoding } from "../text-file.ts";
import { UsageError } from "../usage-error.ts";
import { whyNotRead } from "../why-not.ts";

/** A file as it is read, and as it has to be written. */
export interface EncodedFile extends SourceFile {
  readonly encoding: Encoding;
}

/** What may say something about CORS, by its name: a folder is searched for these. */
const likely =
  /(?:\.(?:conf|cfg|vcl|caddyfile|htaccess|ya?ml|[cm]?[jt]sx?|php|py|rb|ru|java|kt|cs|sh|env|template)|^(?:Caddyfile(?:\.[\w-]+)?|\.htaccess|web\.config|vercel\.json|firebase\.json|_headers|local\.settings\.json|template\.json|azuredeploy\.json|cors.*\.(?:json|xml)))$/i;

const skipped = new Set(["node_modules", ".git", "dist", "build", "vendor"]);

/** A folder of more files than these is not what was meant. */
const mostFiles = 20_000;

/**
 * Files as they are read: those of folders too, and a Caddyfile as Caddy itself understands it.
 *
 * @throws UsageError with one line, if one of them cannot be read
 */
export function readSources(paths: readonly string[]): readonly EncodedFile[] {
  return paths.flatMap((path) => {
    if (isFolder(path)) return filesIn(path).map(readSource).filter(isReadable);
    const file = readSource(path);
    if (!isReadable(file)) throw new UsageError(`${path}: it is in no language that is read here.`);
    return [file];
  });
}

function isFolder(path: string): boolean {
  try {
    return path !== "-" && statSync(path).isDirectory();
  } catch {
    // Reading it says why.
    return false;
  }
}

function filesIn(folder: string): readonly string[] {
  const found: string[] = [];
  const search = (inside: string): void => {
    for (const entry of entriesIn(inside)) {
      const path = join(inside, entry.name);
      if (entry.isDirectory() && !skipped.has(entry.name)) search(path);
      else if (entry.isFile() && likely.test(entry.name)) found.push(path);
      if (found.length > mostFiles)
        throw new UsageError(`${folder}: more than ${mostFiles} files; name a folder inside.`);
    }
  };
  search(folder);
  if (found.length === 0) throw new UsageError(`${folder}: nothing in it is configuration or code that is read here.`);
  return found;
}

function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new UsageError(`${folder}: ${whyNotRead(error)}.`);
  }
}

function readSource(path: string): EncodedFile {
  const { text, encoding } = readTextFile(path);
  if (!/^caddyfile(?:\.[\w-]+)?$|\.caddyfile$/i.test(basename(path))) return { path, text, encoding };
  // The places are those of what Caddy made of it.
  return { path: `${path} (adapted)`, text: adapted(path), encoding, dialect: "caddy", comments: text };
}

/** A Caddyfile as JSON: nobody but Caddy knows in which order its lines are carried out. */
function adapted(path: string): string {
  try {
    const args = ["adapt", "--pretty", "--adapter", "caddyfile", "--config", path];
    return execFileSync("caddy", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 20_000 });
  } catch (error) {
    const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: unknown };
    if (code === "ENOENT") throw new UsageError(`${path}: Caddy itself reads it, and is not installed here.`);
    throw new UsageError(`${path}: Caddy does not understand it: ${lastLine(stderr)}`);
  }
}

function lastLine(text: unknown): string {
  return typeof text === "string" ? (text.trim().split("\n").at(-1) ?? "") : "";
}
