/** A pattern of paths, taken apart: `/users/:id/*`. */
export interface RoutePattern {
  /** A text, or null for `:name`, which stands for any one segment. */
  readonly segments: readonly (string | null)[];
  /** Whether `*` follows: anything, or nothing, behind another slash. */
  readonly open: boolean;
}

/** Parses a pattern; null if it is none. */
export function parseRoutePattern(text: string): RoutePattern | null {
  if (!text.startsWith("/") || text.length > 2000) return null;
  const parts = text.slice(1).split("/");
  const open = parts.at(-1) === "*";
  if (open) parts.pop();
  const segments: (string | null)[] = [];
  for (const part of parts) {
    if (/^:[a-z_]\w*$/i.test(part)) segments.push(null);
    else if (/^[\w.~!$&'@;,=-]*$/.test(part)) segments.push(part);
    else return null;
  }
  return { segments, open };
}

/** Whether a pattern takes a path. */
export function matchesPath({ segments, open }: RoutePattern, path: string): boolean {
  let position = 0;
  for (const segment of segments) {
    if (path.charCodeAt(position) !== 0x2f) return false;
    const next = path.indexOf("/", position + 1);
    const end = next === -1 ? path.length : next;
    const length = end - position - 1;
    if (segment === null ? length === 0 : length !== segment.length || !path.startsWith(segment, position + 1)) {
      return false;
    }
    position = end;
  }
  return open ? path.charCodeAt(position) === 0x2f : position === path.length;
}

/** How the paths that two patterns take lie to each other. */
export type Relation = "apart" | "same" | "inside" | "around" | "crossing";

/** Whether the paths of one pattern lie inside, around or across those of another. */
export function relationOf(a: RoutePattern, b: RoutePattern): Relation {
  const common = Math.min(a.segments.length, b.segments.length);
  let isInside = true;
  let isAround = true;
  for (let index = 0; index < common; index++) {
    const left = a.segments[index]!;
    const right = b.segments[index]!;
    if (left === right) continue;
    // NB: An empty segment, as after the last slash, is no value of `:name`.
    if (left !== null && right !== null) return "apart";
    if (left === "" || right === "") return "apart";
    if (left === null) isInside = false;
    else isAround = false;
  }
  if (a.segments.length === b.segments.length && a.open === b.open) return relation(isInside, isAround);
  // The longer one, or the one that is closed, can only be inside; the other has to be open for that.
  const isLonger = a.segments.length > b.segments.length;
  const isShorter = a.segments.length < b.segments.length;
  if ((isLonger && !b.open) || (isShorter && !a.open)) return "apart";
  if (!isLonger && !isShorter) return "apart";
  return isLonger ? relation(isInside, false) : relation(false, isAround);
}

function relation(isInside: boolean, isAround: boolean): Relation {
  if (isInside) return isAround ? "same" : "inside";
  return isAround ? "around" : "crossing";
}

/**
 * What a server may make of a path that is not strict: letters in one case, bytes decoded, slashes once, and none at the
 * end, parameters of segments left out. None if it cannot be decoded, or has a segment of dots, which browsers resolve
 * before they send it; the path itself if there is nothing to it.
 */
export function loosePaths(path: string): readonly string[] {
  if (!/[A-Z%\\;]|\/\/|.\/$|\/\.\.?(?:\/|$)/.test(path)) return [path];
  const decoded = decode(path);
  if (decoded === null) return [];
  const bare = decoded.replaceAll(/;[^/]*/g, "").replaceAll(/\/+/g, "/");
  if (/\/\.\.?(?:\/|$)/.test(bare)) return [];
  const loose = bare === decoded ? [decoded] : [decoded, bare];
  return bare.length > 1 && bare.endsWith("/") ? [...loose, bare.slice(0, -1)] : loose;
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path)
      .replaceAll(/[/\\]+/g, "/")
      .toLowerCase();
  } catch {
    return null;
  }
}
