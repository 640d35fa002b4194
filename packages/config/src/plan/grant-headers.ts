import type { Grant, HeaderWords } from "./plan.ts";

type HeaderLine = readonly [name: string, value: string];

/** What every answer to an origin that may read says beside the origin. */
export function commonHeaders({ credentials }: Grant): readonly HeaderLine[] {
  return credentials ? [["Access-Control-Allow-Credentials", "true"]] : [];
}

/** What every answer but a preflight's says besides. */
export function actualHeaders({ exposedHeaders }: Grant): readonly HeaderLine[] {
  return exposedHeaders.length === 0 ? [] : [["Access-Control-Expose-Headers", joined(exposedHeaders)]];
}

/** What the answer to a preflight says besides, always the same; what has to be repeated is left out. */
export function preflightHeaders(grant: Grant): readonly HeaderLine[] {
  const { methods, requestHeaders, maxAge } = grant;
  const lines: HeaderLine[] = [];
  if (methods.length > 0 && !repeatsMethod(grant)) lines.push(["Access-Control-Allow-Methods", joined(methods)]);
  if (requestHeaders.length > 0 && !repeatsHeaders(grant))
    lines.push(["Access-Control-Allow-Headers", joined(requestHeaders)]);
  if (maxAge !== null) lines.push(["Access-Control-Max-Age", String(maxAge)]);
  return lines;
}

/** Whether a preflight is answered with the method that it asks for: beside credentials, `*` is a method's name. */
export function repeatsMethod({ credentials, methods }: Grant): boolean {
  return credentials && methods === "*";
}

/** Whether a preflight is answered with the header names that it asks for. */
export function repeatsHeaders({ credentials, requestHeaders }: Grant): boolean {
  return credentials && requestHeaders === "*";
}

/** Whether answers depend on the origin. */
export function varies({ origins }: Grant): boolean {
  return origins !== "*";
}

/** What may be repeated: a list of tokens. It is what a browser sends, and nothing that could break a header. */
export const echoedNames = "[A-Za-z0-9_.-]+(,[ ]?[A-Za-z0-9_.-]+)*";

function joined(words: HeaderWords): string {
  return words === "*" ? "*" : words.join(", ");
}
