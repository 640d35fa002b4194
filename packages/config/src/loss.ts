/** Something of a policy that a target cannot say. */
export interface Loss {
  /** Stable; `docs/losses.md` has a row for each. */
  readonly code: LossCode;
  /** Which part of the policy, or of what every answer should have. */
  readonly field: LossField;
  /**
   * What comes of it: `narrower`, a page that the policy allows may not read; `wider`, one that it does not allow may;
   * `cosmetic`, nothing that a page would notice; `refused`, nothing was generated.
   */
  readonly effect: "narrower" | "wider" | "cosmetic" | "refused";
  /** One sentence: what is lost, and what to do about it. */
  readonly message: string;
}

export type LossField =
  | "origins"
  | "credentials"
  | "methods"
  | "requestHeaders"
  | "exposedHeaders"
  | "maxAge"
  | "routes"
  | "vary"
  | "errors"
  | "strip"
  | "status"
  | "preflight"
  | "auth"
  | "target";

/** What each loss says. `{values}` are the values of the policy that it is about; `{target}` is the server's name. */
export const lossWords = {
  "origin-patterns-left-out": "{target} compares whole origins: {values} left out. List each origin.",
  "any-port-left-out": "{target} cannot allow any port: {values} left out. List each port.",
  "schemes-left-out": "{target} takes http and https origins alone: {values} left out.",
  "hosts-left-out": "{target} has no way to write these hosts: {values} left out.",
  "null-origin-left-out": '{target} cannot name the origin "null": it is left out.',
  "listed-origins-not-said": '{target} sends every page the same headers, so origins can be "*" alone: {values}.',
  "subdomain-depth-unknown":
    "It is not documented for {target} whether * stands for more labels than one: try deeper subdomains of {values}.",
  "long-origins-left-out": "{target} has no room for origins as long as {values}: they are left out.",
  "one-label-only": "{target} takes one label for *: deeper subdomains of {values} are not allowed.",
  "many-origins": "{target} takes no more origins than it has room for: {values} left out.",
  "methods-left-out": "{target} cannot name the methods {values}: they are left out.",
  "any-method-listed": "{target} cannot allow any method beside credentials: the usual ones are listed.",
  "any-header-refused": "{target} cannot allow any header beside credentials: name the headers that pages may send.",
  "any-header-with-authorization":
    '{target} repeats the headers that are asked for, Authorization too: if that is meant, write ["*", "Authorization"].',
  "header-star-refused": "{target} cannot allow any header: name the headers that pages may send.",
  "names-beside-star-left-out": "{target} takes * alone or names: {values} left out.",
  "header-names-left-out": "{target} has no way to write these header names: {values} left out.",
  "many-headers": "{target} takes no more header names than it has room for: {values} left out.",
  "exposed-star-refused": "{target} cannot expose all headers: name the headers that pages may read.",
  "exposed-headers-not-said": "{target} cannot expose headers: pages read those alone that need no mention.",
  "exposed-headers-not-chosen": "{target} has no list of exposed headers: it exposes what it chooses.",
  "methods-not-chosen": "{target} has no list of methods: it allows all that it knows.",
  "headers-not-chosen": "{target} has no list of request headers: every header is allowed.",
  "credentials-not-chosen":
    "{target} allows credentials for every origin that may read: write credentials: true if that is meant.",
  "any-origin-with-credentials":
    "{target} repeats whatever origin asks, and allows credentials, so any site could read what a user may: list the origins, or generate for a server in front of it.",
  "credentials-not-said": "{target} cannot allow credentials: a page that includes them cannot read.",
  "one-list-of-headers": "{target} has one list for the headers that a page sends and those that it reads.",
  "max-age-not-said": "{target} chooses itself how long a preflight is remembered.",
  "max-age-raised": "{target} takes at least {values} second for maxAge.",
  "max-age-capped": "{target} takes at most {values} seconds for maxAge.",
  "routes-not-said": "{target} has one policy for all paths: generate it without routes.",
  "routes-not-nested":
    "{target} sends the headers of every rule that takes a path: {values} cannot have another policy than the paths around.",
  "lookalike-paths-taken": "{target} has a policy for {values} too, where a site lets nobody read.",
  "vary-missing":
    "{target} sends Vary: Origin not always, so a shared cache may hand one site's answer to another: let caches in front of it keep answers by Origin.",
  "preflight-vary-missing": "{target} answers preflights without Vary, which no cache keeps.",
  "open-origin-repeated": "{target} answers with the origin itself where others say *: answers vary by it.",
  "errors-missing": "{target} answers some errors itself, without CORS headers: a page cannot read those.",
  "upstream-not-stripped": "{target} leaves the CORS headers that an application sends: switch them off there.",
  "preflight-status": "{target} answers a preflight with another status than 204.",
  "preflight-not-answered": "{target} does not answer preflights: the application has to answer OPTIONS with 2xx.",
  "refused-preflight-passed": "{target} leaves preflights of other origins to the application.",
  "plain-options-answered": "{target} answers every OPTIONS request that has an origin, also what is no preflight.",
  "refused-requests-blocked":
    "{target} answers requests of other origins with 403, programs that are no browsers included.",
  "inert-headers": "{target} sends some CORS headers to other origins too, which change nothing without the origin's.",
  "not-documented": "It is not documented for {target} {values}: try it before you rely on it.",
  "answer-is-open": "{target} leaves it open what exactly is answered: {values}. Check the live server.",
  "target-retired": "{target} is retired: {values}.",
  "policy-not-said": "{target} cannot say this policy: {values}.",
  "auth-before-preflight":
    "A password is asked for before {target} answers a preflight: let OPTIONS pass there, or generate for the server that asks.",
  "front-not-covered":
    "What a server or a platform in front of {target} answers itself (502 and 504 while it is down, 413, files) has no CORS headers, so a page cannot read it. Generate for that server instead; if nothing is in front, say so: front none.",
  "inherited-headers-lost": "{target} forgets inherited headers in each block that adds one of its own: {values}.",
  "not-modified-stripped":
    "{target} {values} takes the CORS headers off a 304: a page that asks for it cannot read. Later versions keep them.",
  "range-error-doubled":
    "{target} sends its headers twice with its own 416, for a range beyond a file's end: a page cannot read that one.",
  "rewrite-rules-not-inherited":
    "{target} forgets these rewrite rules in a folder below that has rules of its own: put them there as well.",
} as const;

export type LossCode = keyof typeof lossWords;

export function loss(
  target: string,
  code: LossCode,
  field: LossField,
  effect: Loss["effect"],
  values: readonly string[] = [],
): Loss {
  const message = lossWords[code].replace("{target}", () => target).replace("{values}", () => values.join(", "));
  return Object.freeze({ code, field, effect, message });
}
