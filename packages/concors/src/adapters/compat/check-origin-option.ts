import { checkPolicy } from "../../policy/check-policy.ts";
import type { IssuePath } from "../../policy/issue.ts";
import { parseOriginPattern } from "../../policy/origin-pattern.ts";
import { parseOrigin } from "../../protocol/parse-origin.ts";
import { anchored, hasOpenName, matchesOrigin, matchesStrangers, withEscapedDots } from "./loose-pattern.ts";
import type { OptionIssueList } from "./option-issue.ts";

export function checkOriginOption(
  options: Readonly<Record<string, unknown>>,
  credentials: boolean,
  found: OptionIssueList,
): void {
  const { origin } = options;
  const path = ["origin"];
  if (origin === undefined || origin === null || origin === "") {
    // What is left out means any origin; what is there and is nothing means none.
    if (!("origin" in options)) {
      if (credentials) found.add("credentials-for-any-origin", path, "*");
    } else if (credentials) {
      found.add("credentials-for-unset-origin", path, origin);
    } else {
      found.warn("origin-unset", path, origin, false);
    }
  } else if (origin === "*") {
    if (credentials) found.add("credentials-for-any-origin", path, origin);
  } else if (Array.isArray(origin)) {
    if (origin.length === 0) found.warn("origins-missing", path, origin, false);
    if (origin.length === 1 && origin[0] === "*") found.warn("star-among-others", path, origin, "*");
    else for (const [index, entry] of origin.entries()) checkEntry([...path, index], entry, credentials, found);
  } else if (typeof origin !== "function") {
    checkEntry(path, origin, credentials, found);
  }
}

function checkEntry(path: IssuePath, entry: unknown, credentials: boolean, found: OptionIssueList): void {
  if (entry === true) {
    if (credentials) found.add("credentials-for-reflected-origin", path, entry);
  } else if (typeof entry === "string") {
    checkText(path, entry, credentials, found);
  } else if (entry instanceof RegExp) {
    if (credentials) checkPattern(path, entry, found);
  } else if (Array.isArray(entry)) {
    for (const [index, inner] of entry.entries()) checkEntry([...path, index], inner, credentials, found);
  } else if (entry !== false && entry !== undefined && entry !== null) {
    found.add("origin-of-no-type", path, entry);
  }
}

function checkText(path: IssuePath, text: string, credentials: boolean, found: OptionIssueList): void {
  if (text === "null") {
    found.add("origin-null", path, text);
  } else if (parseOrigin(text) === null && parseOriginPattern(text) !== null) {
    found.warn("origin-pattern-is-text", path, text);
  } else {
    const checked = checkPolicy({ origins: [text], credentials });
    for (const { code, fix } of checked.ok ? [] : checked.issues) {
      if (code.startsWith("credentials-")) found.add(code, path, text, fix);
      else found.warn(code, path, text, fix);
    }
  }
}

function checkPattern(path: IssuePath, pattern: RegExp, found: OptionIssueList): void {
  const whole = anchored(pattern);
  const fixed = withEscapedDots(whole);
  if (matchesStrangers(pattern)) found.add("credentials-for-reflected-origin", path, pattern);
  else if (whole !== pattern) found.add("credentials-by-loose-pattern", path, pattern, fixed);
  else if (fixed !== pattern) found.add("credentials-by-loose-dot", path, pattern, fixed);
  else if (hasOpenName(pattern)) found.add("credentials-by-open-name", path, pattern);
  if (matchesOrigin(pattern, "null")) found.add("origin-null", path, pattern);
}
