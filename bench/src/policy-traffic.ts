/** A request as node:http hands it over, whose server has read the headers; of the lines it has, nobody looks at any. */
export interface BenchRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly rawHeaders: readonly string[];
}

/** Origins of as many sites. */
export function manyOrigins(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `https://${siteName(index)}.example.com`);
}

/** Patterns of the subdomains of as many sites. */
export function manyPatterns(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `https://*.${siteName(index)}.example.com`);
}

function siteName(index: number): string {
  // Scattered, as names are: neighbours in a list share no beginning.
  return `site-${(Math.imul(index + 1, 0x9e3779b1) >>> 0).toString(36)}`;
}

export type Kind = "actual" | "preflight";

/** A request from each of origins, as a parser makes it: of strings that nobody has looked at. */
export function requestsFrom(origins: readonly string[], kind: Kind): BenchRequest[] {
  return origins.map((origin): BenchRequest => {
    const headers: Record<string, string> = {
      host: "api.example.com",
      connection: "keep-alive",
      accept: "*/*",
      "user-agent":
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
      "accept-encoding": "gzip, deflate, br, zstd",
      "accept-language": "en-US,en;q=0.9",
      origin: Buffer.from(origin, "latin1").toString("latin1"),
      referer: `${origin}/`,
    };
    if (kind === "preflight") {
      headers["access-control-request-method"] = "PUT";
      headers["access-control-request-headers"] = "authorization,content-type";
    }
    return { method: kind === "preflight" ? "OPTIONS" : "GET", headers, rawHeaders: [] };
  });
}

/** As many of values, each as often as chance has it. */
export function drawn<T>(values: readonly T[], count: number): T[] {
  return Array.from({ length: count }, () => values[Math.floor(Math.random() * values.length)]!);
}
