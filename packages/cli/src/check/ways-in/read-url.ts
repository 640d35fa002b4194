import type { UrlLiteral } from "@concors/explain";
import { urlLiteral } from "@concors/explain";
import { parseUrl } from "../parse-request.ts";

/** What a page asks for when its code says a URL so: it need not be absolute, and may not be what its author meant. */
export function readUrl(text: string, page: URL): { readonly url: URL; readonly urlLiteral: UrlLiteral | null } {
  const literal = urlLiteral(text, page.href);
  if (
    literal !== null &&
    literal.read !== null &&
    (literal.problem === "host-as-path" || literal.problem === "one-slash")
  ) {
    return { url: new URL(literal.read), urlLiteral: literal };
  }
  const isAbsolute = URL.canParse(text);
  return {
    url: parseUrl(isAbsolute || !URL.canParse(text, page.href) ? text : new URL(text, page.href).href),
    urlLiteral: null,
  };
}
