import type { Directive, Word } from "./parse-nginx.ts";

/** A block of nginx, with the one that it is in. */
export interface Level {
  readonly kind: "http" | "server" | "location" | "if";
  readonly directives: readonly Directive[];
  readonly parent: Level | null;
}

/** Directives of a name, of the innermost level that has one: so nginx inherits those that make lists. */
export function inherited(level: Level, name: string): readonly Directive[] {
  const own = level.directives.filter((directive) => directive.name === name);
  if (own.length > 0 || level.parent === null) return own;
  return inherited(level.parent, name);
}

/**
 * The `add_header` lines at work: the level's own, or inherited ones if it has none, or both.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header_inherit
 */
export function addedHeaders(level: Level): readonly Directive[] {
  const own = level.directives.filter(({ name }) => name === "add_header");
  if (level.parent === null) return own;
  const inherits = inherited(level, "add_header_inherit").at(-1)?.arguments[0]?.text ?? "on";
  if (inherits === "merge") return [...addedHeaders(level.parent), ...own];
  return own.length > 0 || inherits === "off" ? own : addedHeaders(level.parent);
}

/** Lines of the headers-more module, which all levels share. */
export function setHeaders(level: Level): readonly Directive[] {
  const own = level.directives.filter(({ name }) => name === "more_set_headers" || name === "more_clear_headers");
  return level.parent === null ? own : [...setHeaders(level.parent), ...own];
}

export const passDirectives = ["proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass"] as const;

/** What hands requests on; an `if` does as the location that it is in. */
export function passOf(level: Level): Directive | undefined {
  const names: readonly string[] = passDirectives;
  const own = level.directives.find(({ name }) => names.includes(name));
  return own ?? (level.kind === "if" && level.parent !== null ? passOf(level.parent) : undefined);
}

export function textOf(word: Word | undefined): string {
  return word?.text ?? "";
}
