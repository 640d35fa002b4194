import type { SiteIssue } from "@concors/config";
import { checkSite } from "@concors/config";
import type { CheckedSite } from "@concors/config";
import type { IssuePath } from "concors";
import { valueAt, withKeyAt, withValueAt } from "./value-at.ts";

/** What somebody is writing: the text is what counts, the rest is worked out of it. */
export interface SiteDraft {
  readonly text: string;
  /** undefined if the text is no JSON. */
  readonly value: unknown;
  /** Why the text is no JSON; null if it is. */
  readonly syntax: string | null;
  readonly issues: readonly SiteIssue[];
  readonly warnings: readonly SiteIssue[];
  /** null as long as something is wrong. */
  readonly site: CheckedSite | null;
}

export function draftOf(text: string): SiteDraft {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { text, value: undefined, syntax: syntaxWords(text, error), issues: [], warnings: [], site: null };
  }
  const checked = checkSite(value);
  const { warnings } = checked;
  return checked.ok
    ? { text, value, syntax: null, issues: [], warnings, site: checked.site }
    : { text, value, syntax: null, issues: checked.issues, warnings, site: null };
}

/** A value as the editor shows it. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** The text with an issue's way out taken: the value that it says, or for a key the one that was meant. */
export function withFix(draft: SiteDraft, { code, fix, path }: SiteIssue): string {
  if (draft.value === undefined || fix === undefined) return draft.text;
  return textOf(
    code === "key-unknown" && typeof fix === "string"
      ? withKeyAt(draft.value, path, fix)
      : withValueAt(draft.value, path, fix),
  );
}

/** What taking an issue's way out does; null if it has none that can be taken. */
export function fixWords({ code, fix }: SiteIssue): string | null {
  if (fix === undefined) return null;
  if (code === "key-unknown" && typeof fix === "string") return `Rename it to ${fix}`;
  return `Write ${JSON.stringify(fix)}`;
}

/** A policy of a site, which the form can show. */
export interface PolicyPlace {
  readonly path: IssuePath;
  /** Which paths it is for. */
  readonly title: string;
}

/** The policies in a value: one, or a route's each and that for every other path. "none" is no policy. */
export function policyPlaces(value: unknown): PolicyPlace[] {
  const isSite = typeof value === "object" && value !== null && ("routes" in value || "fallback" in value);
  if (!isSite) return [{ path: [], title: "Every path" }];
  const routes = valueAt(value, ["routes"]);
  const ofRoutes = (Array.isArray(routes) ? (routes as unknown[]) : []).map((route, index): PolicyPlace => {
    const exact = valueAt(route, ["exact"]);
    const prefix = valueAt(route, ["prefix"]);
    const title =
      typeof exact === "string" ? exact : typeof prefix === "string" ? `${prefix} and below` : `Route ${index + 1}`;
    return { path: ["routes", index, "policy"], title };
  });
  return [...ofRoutes, { path: ["fallback"], title: "Every other path" }];
}

/** V8 says what, and where as a line's beginning or as an offset; others in words of their own. */
function syntaxWords(text: string, error: unknown): string {
  if (text.trim() === "") return 'There is no policy yet. The least is { "origins": ["https://app.example.com"] }.';
  const message = error instanceof Error ? error.message : "";
  return `That is no JSON: ${message}.`;
}
