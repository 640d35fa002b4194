import type { IncomingHttpHeaders } from "node:http";
import type { Header } from "concors/protocol";

/** Where the resources of a run are, and who its page is. */
export interface Places {
  /** The page's origin: "null" if it is opaque. */
  readonly page: string;
  /** `http://127.0.0.1:40001`, by the site's letter. */
  readonly origins: Readonly<Record<string, string>>;
  /** By path. */
  readonly urls: Readonly<Record<string, string>>;
}

/** Headers with what their placeholders stand for; one that stands for nothing stays. See `RunAnswer`. */
export function fillHeaders(headers: readonly Header[], places: Places, asked: IncomingHttpHeaders): Header[] {
  return headers.map(([name, value]) => [name, fill(value, places, asked)]);
}

function fill(value: string, { origins, page, urls }: Places, asked: IncomingHttpHeaders): string {
  const replaced = value.replaceAll(/\{\{(?:(url|userurl|path):)?([\w./~-]+)\}\}/g, (whole, kind, name: string) => {
    const url = own(urls, name);
    if (kind !== undefined && url === undefined) return whole;
    if (kind === "url") return url!;
    if (kind === "userurl") return url!.replace("://", "://user:pw@");
    if (kind === "path") return new URL(url!).pathname;
    if (name === "page") return page;
    if (name === "origin") return asked.origin ?? "";
    if (name === "acrm") return asked["access-control-request-method"] ?? "";
    if (name === "acrh") return asked["access-control-request-headers"] ?? "";
    return own(origins, name) ?? whole;
  });
  // What a request says stays in its line.
  return replaced.replaceAll(/[\0\r\n]/g, " ");
}

function own(record: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
