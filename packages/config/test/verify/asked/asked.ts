import type { LossCode, TargetName } from "../../../src/index.ts";
import { twoLines } from "../../../src/verify/matrix.ts";

/**
 * Where a target was asked something: a row of its own beside its user's configuration, `test` in a file beside, a case of
 * the matrix, or a loss or an exception instead.
 */
export type Evidence =
  | { readonly row: string }
  | { readonly file: string; readonly test: string }
  | { readonly case: string }
  | { readonly loss: LossCode }
  | { readonly exception: string }
  | { readonly reason: string };

/** What every proven target was asked. */
export interface Asked {
  readonly name: string;
  readonly evidence: Readonly<Record<ProvenTarget, readonly Evidence[]>>;
}

export const servers = ["nginx", "apache", "apache-htaccess", "caddy", "haproxy", "lighttpd", "varnish"] as const;
export const applications = ["php", "express", "fetch", "flask", "django"] as const;

export type ProvenTarget = Extract<TargetName, (typeof servers)[number] | (typeof applications)[number]>;

type Of<Targets extends readonly string[]> = (target: Targets[number]) => readonly Evidence[];

function asked(name: string, ofServer: Of<typeof servers>, ofApplication: Of<typeof applications>): Asked {
  const entries = [
    ...servers.map((target) => [target, ofServer(target)] as const),
    ...applications.map((target) => [target, ofApplication(target)] as const),
  ];
  return { name, evidence: Object.fromEntries(entries) as unknown as Asked["evidence"] };
}

const row = (name: string): Evidence => ({ row: name });
const question = (test: string): Evidence => ({ file: "deployed/questions.ts", test });
const site = (test: string): Evidence => ({ file: "proven.test.ts", test });
const codes = (...list: readonly number[]): readonly Evidence[] =>
  list.map((code) => ({ case: `status ${code} of the application` }));

const files = "files, whole, in part, unchanged and missing";
const compression = "compression, beside what the application says itself";
const late = "an application that takes too long";
const warmed = "a cache that another origin has warmed";
const large = "a body that is too large";
const inFront: Evidence = { loss: "front-not-covered" };
const ownError: Evidence = { case: "the server's own error" };

export const table: readonly Asked[] = [
  asked(
    "HTTP/2 over TLS",
    () => [{ file: "http2.test.ts", test: "does what policies by path say" }],
    () => [{ file: "deployed/deployed.test.ts", test: "does what policies by path say" }],
  ),
  asked(
    "compression, by the application and by the server",
    (target) => [row(target.startsWith("apache") ? "compression" : compression), { case: "a compressed answer" }],
    () => [question("compression, by the application"), question("compression, by the server in front")],
  ),
  asked(
    "206 and 304",
    (target) =>
      ({
        haproxy: [{ case: "a range" }, ...codes(304)],
        varnish: [row("a part of what is cached, and nothing of what is unchanged")],
      })[target as string] ?? [row(files), ...codes(304)],
    () => [question(files), { case: "a range" }, ...codes(304)],
  ),
  asked(
    "401, 404, 405, 413, 429, 500, 502 and 504 of the application",
    () => codes(401, 404, 405, 413, 429, 500, 502, 504),
    () => [...codes(401, 404, 405, 413, 429, 500, 502, 504), question("what nobody catches"), question(large)],
  ),
  asked(
    "413 of the server",
    () => [row(large)],
    () => [inFront],
  ),
  asked(
    "429 of the server, or of what limits in the application",
    (target) =>
      ({
        nginx: [row("too many requests")],
        haproxy: [row("too many requests, what is forbidden, and what has moved")],
      })[target as string] ?? [{ reason: "it has no limit of its own that answers so" }],
    () => [question("too many requests"), inFront],
  ),
  asked(
    "502, 503 or 504 of the server",
    (target) => (["nginx", "apache", "caddy", "haproxy"].includes(target) ? [row(late), ownError] : [ownError]),
    () => [inFront],
  ),
  asked(
    "a password",
    () => [{ case: "the server asks for a password" }, { case: "a preflight for what asks for a password" }],
    () => [question("a password that the application asks for"), { loss: "auth-before-preflight" }],
  ),
  asked(
    "a cache that another origin has warmed",
    (target) =>
      ["nginx", "apache", "haproxy", "varnish"].includes(target) ? [row(warmed)] : [{ reason: "it keeps no answers" }],
    () => [question(warmed)],
  ),
  asked(
    "300 origins",
    () => [site("300 origins")],
    () => [site("300 origins")],
  ),
  asked(
    "IPv6, and schemes that are not the web's",
    () => [site("every kind of origin")],
    () => [site("every kind of origin")],
  ),
  asked(
    "two lines of Origin, which no browser sends",
    (target) => (target === "nginx" ? [{ exception: twoLines.lastStrange }] : [{ case: twoLines.lastStrange }]),
    (target) => (target === "php" ? [{ exception: twoLines.firstStrange }] : [{ case: twoLines.firstStrange }]),
  ),
];
