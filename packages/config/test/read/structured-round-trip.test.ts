import { checkSite, generate } from "@concors/config";
import type { Facts, Generated, LossCode, LossField, TargetName } from "@concors/config";
import { importSite } from "@concors/config/read";
import type { Reading } from "@concors/config/read";
import type { Policy } from "concors";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policies } from "../generated.ts";
import { meaningOf } from "./meaning.ts";

interface Row {
  readonly target: TargetName;
  readonly facts: Facts;
  /** The language that the files are said to be in, where they could be in another. */
  readonly dialect?: string;
  /** What the target does whatever a policy says: this comes back. */
  readonly fixed?: Partial<Policy>;
  /** What of policies it cannot say at all. */
  readonly without?: readonly Part[];
}

/** What a policy may say, each of which has to come back. */
const parts = {
  "listed origins": ({ origins }) => origins !== "*",
  "any origin": ({ origins }) => origins === "*",
  subdomains: ({ origins }) => origins !== "*" && JSON.stringify(origins).includes("://*."),
  "any port": ({ origins }) => origins !== "*" && JSON.stringify(origins).includes(":*"),
  null: ({ origins }) => origins !== "*" && JSON.stringify(origins).includes('"null"'),
  credentials: ({ credentials }) => credentials === true,
  methods: ({ methods = [] }) => methods !== "*" && methods.length > 0,
  "any method": ({ methods }) => methods === "*",
  "request headers": ({ requestHeaders = [] }) => requestHeaders.length > 0 && !requestHeaders.includes("*"),
  "any header": ({ requestHeaders = [] }) => requestHeaders.includes("*"),
  "exposed headers": ({ exposedHeaders = [] }) => exposedHeaders.length > 0 && !exposedHeaders.includes("*"),
  "all exposed": ({ exposedHeaders = [] }) => exposedHeaders.includes("*"),
  "max age": ({ maxAge }) => maxAge !== undefined,
} satisfies Record<string, (policy: Policy) => boolean>;

type Part = keyof typeof parts;

function partsOf(policy: Policy): readonly Part[] {
  return (Object.keys(parts) as Part[]).filter((part) => parts[part](policy));
}

/** What servers whose answers are all alike cannot say. */
const byOrigin: readonly Part[] = ["any port", "credentials", "listed origins", "null", "subdomains"];

/** What MinIO exposes. */
const minioExposes =
  "Date, ETag, Server, Connection, Accept-Ranges, Content-Range, Content-Encoding, Content-Length, Content-Type, Content-Disposition, Last-Modified, Content-Language, Cache-Control, Retry-After, X-Amz-Bucket-Region, Expires".split(
    ", ",
  );

const bucketWithout: readonly Part[] = ["all exposed", "any method", "any port", "credentials", "null", "subdomains"];

const rows: readonly Row[] = [
  {
    target: "ingress-nginx",
    facts: { upstreamSendsCors: false },
    without: ["any header", "any method", "any port", "subdomains"],
  },
  { target: "gateway-api", facts: { upstreamSendsCors: false }, without: ["any port", "null"] },
  { target: "traefik", facts: {} },
  { target: "traefik", facts: { upstreamSendsCors: false } },
  { target: "istio", facts: {} },
  { target: "istio", facts: { version: "1.22.0", upstreamSendsCors: false } },
  { target: "envoy", facts: {} },
  { target: "kong", facts: {}, without: ["any method"] },
  { target: "s3", facts: {}, without: ["all exposed", "any method", "null"] },
  {
    target: "gcs",
    facts: { allowWider: true },
    without: ["all exposed", "any header", "any port", "credentials", "null", "subdomains"],
  },
  { target: "r2", facts: {}, dialect: "r2", without: bucketWithout },
  { target: "api-gateway", facts: {}, without: ["any port", "null", "subdomains"] },
  { target: "lambda-url", facts: { upstreamSendsCors: false }, without: ["any port", "null", "subdomains"] },
  { target: "cloudfront", facts: { upstreamSendsCors: false }, without: ["any method", "any port", "null"] },
  { target: "azure-storage", facts: {}, without: ["any method", "any port", "null"] },
  {
    target: "azure-app-service",
    facts: { allowWider: true },
    fixed: { methods: "*", requestHeaders: "*", exposedHeaders: undefined, maxAge: undefined },
    without: [
      "any port",
      "null",
      "subdomains",
      "methods",
      "request headers",
      "exposed headers",
      "all exposed",
      "max age",
    ],
  },
  {
    target: "minio",
    facts: { allowWider: true },
    fixed: {
      credentials: true,
      methods: ["GET", "PUT", "HEAD", "POST", "DELETE", "OPTIONS", "PATCH"],
      requestHeaders: "*",
      exposedHeaders: minioExposes,
      maxAge: undefined,
    },
    without: ["any origin", "null", "any method", "request headers", "all exposed", "max age"],
  },
  { target: "spring", facts: {} },
  { target: "aspnet-core", facts: {} },
  { target: "rack-cors", facts: {}, without: ["any method"] },
  { target: "iis", facts: { upstreamSendsCors: false }, without: ["any port", "null"] },
  { target: "iis-headers", facts: { upstreamSendsCors: false }, without: byOrigin },
  { target: "vercel", facts: {}, without: ["any port", "subdomains"] },
  { target: "firebase", facts: {}, without: byOrigin },
  { target: "netlify", facts: {}, without: byOrigin },
  { target: "cloudflare-pages", facts: {}, without: byOrigin },
];

/** Losses of these leave something of the policy out. */
const said: readonly LossField[] = [
  ...(["origins", "credentials", "methods", "requestHeaders", "exposedHeaders", "maxAge", "routes"] as const),
];

/** What is said is there, and only what comes of it is not written anywhere. */
const undocumented: ReadonlySet<LossCode> = new Set(["not-documented", "subdomain-depth-unknown"]);

function lossesOf(target: TargetName, facts: Facts, policy: Policy, fields: readonly LossField[]): boolean {
  if (!checkSite(policy).ok) return true;
  const { losses } = generate(target, policy, facts);
  return losses.some(({ field, code }) => fields.includes(field) && !undocumented.has(code));
}

/** A policy with everything of another one that the target can say; null if that is nothing. */
function sayable({ target, facts, fixed = {} }: Row, policy: Policy): Policy | null {
  const loses = (wanted: Policy, ...fields: LossField[]): boolean => lossesOf(target, facts, wanted, fields);
  const bare = { dangerously: policy.dangerously, ...fixed } as const;
  const wantedOrigins = policy.origins as "*" | readonly string[];
  const candidates = [policy.credentials === true, policy.credentials !== true].map((credentials) => {
    const kept =
      wantedOrigins === "*"
        ? "*"
        : wantedOrigins.filter((origin) => {
            const alone = { ...bare, credentials, origins: [origin] } as Policy;
            return !loses(alone, "origins", "credentials");
          });
    return { kept, policy: { ...bare, credentials, origins: kept } as Policy };
  });
  candidates.push({ kept: "*", policy: { ...bare, origins: "*" } as Policy });
  const base = candidates.find((one) => one.kept.length > 0 && !loses(one.policy, "origins", "credentials"))?.policy;
  if (base === undefined) return null;
  let wanted: Policy = base;
  for (const key of ["methods", "requestHeaders", "exposedHeaders", "maxAge"] as const) {
    const more = { ...wanted, [key]: policy[key] } as Policy;
    if (!(key in fixed) && !loses(more, ...said)) wanted = more;
  }
  // Where there is one list for the headers of both ways.
  const both = { ...wanted, requestHeaders: policy.requestHeaders, exposedHeaders: policy.requestHeaders } as Policy;
  return wanted.requestHeaders === undefined && !loses(both, ...said) ? both : wanted;
}

describe.each(rows)("what is generated for $target $facts", (row) => {
  const { target, facts, dialect, without = [] } = row;
  const read = ({ files }: Generated): Reading => importSite(files.map((file) => ({ ...file, dialect })));

  test("is read back as the policy that it was generated from, and nothing is wrong with it", () => {
    const came = new Set<Part>();
    fc.assert(
      fc.property(policies, (any) => {
        const some = generate(target, any, { ...facts, allowWider: true });
        const { findings: wrong, accepted = [], limits = [] } = read(some);
        expect(wrong).toEqual([]);
        // What is accepted, the policy says by name; what the server cannot do was told as a loss.
        for (const { code } of accepted)
          expect([code, any.origins]).toEqual(["null-allowed", expect.arrayContaining(["null"])]);
        for (const { code } of limits) expect(some.losses.map((loss) => loss.code)).toContain(code);
        const policy = sayable(row, any);
        if (policy === null) return;
        for (const part of partsOf(policy)) came.add(part);
        const generated = generate(target, policy, facts);
        const { site, unseen, findings } = read(generated);
        expect({ site: site && meaningOf(site), unseen, findings }).toEqual({
          site: meaningOf(policy),
          unseen: [],
          findings: [],
        });
      }),
      { numRuns: 250 },
    );
    const missing = (Object.keys(parts) as Part[]).filter((part) => !came.has(part));
    expect(missing.toSorted()).toEqual([...without].toSorted());
  });

  test("for nobody, lets nobody in", () => {
    const { site, findings } = read(generate(target, "none", facts));
    expect({ policy: site?.fallback ?? "none", findings }).toEqual({ policy: "none", findings: [] });
  });
});
