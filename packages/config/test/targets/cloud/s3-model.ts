import type { RequestLike } from "./request.ts";

/** A rule of a bucket, as its owner wrote it. */
export interface BucketRule {
  readonly AllowedOrigins: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly MaxAgeSeconds?: number;
}

/** What a bucket says about CORS, and with which status if it is a preflight. */
export interface BucketAnswer {
  readonly status: number | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

const nothing: BucketAnswer = { status: null, headers: [] };

/**
 * How Amazon S3 answers, by its documents: the first rule decides that has the origin, the method, and every header that
 * a preflight asks for. `*` stands for any characters, once in an entry. An OPTIONS request that no rule takes is
 * refused, and one that says no method is a mistake. Whoever is listed may send credentials.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html
 */
export function answerOfBucket(rules: readonly BucketRule[], { method, headers }: RequestLike): BucketAnswer {
  const origin = headers["Origin"];
  const asked = headers["Access-Control-Request-Method"];
  const isPreflight = method === "OPTIONS";
  if (isPreflight && (origin === undefined || asked === undefined)) return { status: 400, headers: [] };
  if (origin === undefined) return nothing;
  const names = (headers["Access-Control-Request-Headers"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const rule = rules.find(
    ({ AllowedOrigins, AllowedMethods, AllowedHeaders = [] }) =>
      AllowedOrigins.some((entry) => isMatch(entry, origin)) &&
      AllowedMethods.includes(asked ?? method) &&
      names.every((name) => AllowedHeaders.some((entry) => isMatch(entry.toLowerCase(), name))),
  );
  if (rule === undefined) return isPreflight ? { status: 403, headers: [] } : nothing;
  const isOpen = rule.AllowedOrigins.includes("*");
  return {
    status: isPreflight ? 200 : null,
    headers: [
      ["Access-Control-Allow-Origin", isOpen ? "*" : origin],
      ...(isOpen ? [] : [["Access-Control-Allow-Credentials", "true"] as const]),
      ["Access-Control-Allow-Methods", rule.AllowedMethods.join(", ")],
      ...line("Access-Control-Allow-Headers", isPreflight ? names : []),
      ...line("Access-Control-Expose-Headers", rule.ExposeHeaders ?? []),
      ...line("Access-Control-Max-Age", rule.MaxAgeSeconds === undefined ? [] : [String(rule.MaxAgeSeconds)]),
      ["Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"],
    ],
  };
}

function line(name: string, values: readonly string[]): readonly (readonly [string, string])[] {
  return values.length === 0 ? [] : [[name, values.join(", ")]];
}

/** Whether a text is what an entry says, in which one `*` stands for any characters, or none. */
function isMatch(entry: string, text: string): boolean {
  const [start = "", end] = entry.split("*");
  if (end === undefined) return entry === text;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
