import { readdirSync, readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { UsageError } from "../usage-error.ts";

/** The built page, as it was when the Lab started. A request is never a path of this machine: it names one of these, or none. */
export type PageFiles = ReadonlyMap<string, PageFile>;

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** Null for what is compressed already. */
  readonly gzipped: Buffer | null;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** @throws UsageError if the page is not built */
export function readPageFiles(folder: string): PageFiles {
  const paths = listFiles(folder);
  if (!paths.includes("index.html"))
    throw new UsageError("The Lab's page is not built yet: run `npm run build` first.");
  return new Map(paths.map((path) => [`/${path.replaceAll("\\", "/")}`, readPageFile(join(folder, path))]));
}

function listFiles(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    // What begins with a dot is a note of the build's to itself.
    return paths.filter((path) => !path.startsWith("."));
  } catch {
    return [];
  }
}

function readPageFile(path: string): PageFile {
  const bytes = readFileSync(path);
  const type = types[extname(path)] ?? "application/octet-stream";
  const isCompressed = /^(?:image\/png|font\/)/.test(type);
  return { type, bytes, gzipped: isCompressed ? null : gzipSync(bytes) };
}

/** The names of what Vite puts there change with what is in it. */
const hashedFolder = "/assets/";

export function sendPageFile(
  response: ServerResponse,
  path: string,
  file: PageFile,
  headers: Readonly<Record<string, string>>,
  { acceptsGzip, isHead }: { readonly acceptsGzip: boolean; readonly isHead: boolean },
): void {
  const gzipped = acceptsGzip ? file.gzipped : null;
  const bytes = gzipped ?? file.bytes;
  response.writeHead(200, {
    ...headers,
    "Content-Type": file.type,
    "Content-Length": bytes.length,
    ...(gzipped === null ? {} : { "Content-Encoding": "gzip" }),
    Vary: "Accept-Encoding",
    "Cache-Control": path.startsWith(hashedFolder) ? "public, max-age=31536000, immutable" : "no-store",
  });
  response.end(isHead ? undefined : bytes);
}
