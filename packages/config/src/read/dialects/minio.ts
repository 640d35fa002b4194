import { block } from "../block.ts";
import type { Block, OriginRule } from "../block.ts";
import type { Place } from "../finding.ts";
import type { Dialect, SourceFile, Told } from "../reading.ts";
import { TextLines } from "../text-lines.ts";
import { globOrigins } from "./buckets/bucket-rule.ts";
import type { PlacedText } from "./buckets/bucket-rule.ts";

const variable =
  /^[ \t]*(?:export[ \t]+)?MINIO_API_CORS_ALLOW_ORIGIN[ \t]*=[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#]*))/gm;

/**
 * The environment of MinIO. Everything but the origins is fixed; with `*`, it repeats whoever asks, beside credentials.
 *
 * @see https://github.com/minio/minio/blob/RELEASE.2025-04-22T22-12-26Z/cmd/api-router.go
 */
export const minio: Dialect = {
  name: "minio",
  title: "MinIO",
  recognizes: ({ path, text }) =>
    (/\.(?:env|sh|conf)$|(?:^|[/\\.])(?:env|minio)(?:\.[\w-]+)?$/i.test(path) || !/\.\w+$/.test(path)) &&
    text.search(variable) !== -1,
  read: (files): Told => ({ blocks: files.flatMap(readFile), unseen: [], findings: [] }),
};

/** The last value counts. */
function readFile(file: SourceFile): readonly Block[] {
  const lines = new TextLines(file);
  const match = [...file.text.matchAll(variable)].at(-1);
  if (match === undefined) return [];
  const [whole, ...given] = match;
  const value = given.find((one) => one !== undefined) ?? "";
  const at = lines.place(match.index, match.index + whole.length);
  const start = match.index + whole.lastIndexOf(value);
  const origins = value.split(",").map((text, index, all): PlacedText => {
    const from = start + all.slice(0, index).join(",").length + (index === 0 ? 0 : 1);
    return { text: text.trim(), at: lines.place(from, from + text.length) };
  });
  return [
    minioBlock(
      origins.filter(({ text }) => text !== ""),
      at,
    ),
  ];
}

const methods = ["GET", "PUT", "HEAD", "POST", "DELETE", "OPTIONS", "PATCH"];

/** Without those that end in `*`, which is a name beside credentials. */
const exposedHeaders = [
  "Date",
  "ETag",
  "Server",
  "Connection",
  "Accept-Ranges",
  "Content-Range",
  "Content-Encoding",
  "Content-Length",
  "Content-Type",
  "Content-Disposition",
  "Last-Modified",
  "Content-Language",
  "Cache-Control",
  "Retry-After",
  "X-Amz-Bucket-Region",
  "Expires",
];

function minioBlock(origins: readonly PlacedText[], at: Place): Block {
  const rules = globOrigins(origins).map((rule): OriginRule =>
    rule.kind === "any" ? { ...rule, kind: "repeated" } : rule,
  );
  return block({
    at,
    scope: { kind: "all" },
    // No list is any origin.
    origins: rules.length === 0 ? [{ kind: "repeated", at }] : rules,
    credentials: true,
    methods,
    requestHeaders: "repeated",
    exposedHeaders,
    vary: { is: "always" },
    errors: { is: "kept" },
    upstream: { is: "none" },
    preflight: { answered: { is: "preflights" }, granted: { is: true }, afterAuthentication: { is: false } },
  });
}
