import type { RequestLike } from "./request.ts";

/** What MinIO says about CORS; a preflight ends there. */
export type MinioAnswer = readonly (readonly [name: string, value: string])[];

const methods = ["GET", "PUT", "HEAD", "POST", "DELETE", "OPTIONS", "PATCH"];
const exposed = ["Date", "ETag", "Content-Length", "Content-Type", "Last-Modified", "X-Amz*", "x-amz*", "*"];

/**
 * How MinIO answers, after its source: one list of origins, handed to the library rs/cors with everything else fixed.
 *
 * @see https://github.com/minio/minio/blob/RELEASE.2025-04-22T22-12-26Z/cmd/api-router.go
 * @see https://github.com/rs/cors/blob/v1.11.1/cors.go
 */
export function answerOfMinio(origins: string, { method, headers }: RequestLike): MinioAnswer {
  const origin = headers["Origin"];
  const asked = headers["Access-Control-Request-Method"];
  const isPreflight = method === "OPTIONS" && asked !== undefined;
  const vary = isPreflight ? "Origin, Access-Control-Request-Method, Access-Control-Request-Headers" : "Origin";
  const isAllowed =
    origin !== undefined &&
    origins.split(",").some((entry) => matchSimple(entry, origin)) &&
    methods.includes(isPreflight ? asked : method);
  if (!isAllowed) return [["Vary", vary]];
  const names = headers["Access-Control-Request-Headers"];
  return [
    ["Vary", vary],
    ["Access-Control-Allow-Origin", origin],
    ["Access-Control-Allow-Credentials", "true"],
    ...(isPreflight
      ? [
          ["Access-Control-Allow-Methods", asked] as const,
          ...(names === undefined ? [] : [["Access-Control-Allow-Headers", names] as const]),
        ]
      : [["Access-Control-Expose-Headers", exposed.join(", ")] as const]),
  ];
}

/** Each `*` stands for any characters, or none. */
function matchSimple(pattern: string, text: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  if (others.length === 0) return pattern === text;
  if (!text.startsWith(first)) return false;
  const last = others.pop()!;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}
