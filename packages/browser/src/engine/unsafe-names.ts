import type { HeaderList } from "concors/protocol";
import { corsUnsafeRequestHeaderNames } from "concors/protocol";
import type { Rules } from "./rules.ts";

/** The CORS-unsafe request-header names with a header list, as an engine counts them. */
export function unsafeNamesOf(headerList: HeaderList, rules: Rules): readonly string[] {
  const names = corsUnsafeRequestHeaderNames(headerList, rules.isCorsSafelistedRequestHeader);
  if (!rules.repeatsUnsafeNames || names.length === 0 || names.length === headerList.length) return names;
  return names.flatMap((name) => {
    const unsafe = headerList.filter(
      ([other, value]) => other.toLowerCase() === name && !rules.isCorsSafelistedRequestHeader(other, value),
    );
    return Array.from({ length: Math.max(unsafe.length, 1) }, () => name);
  });
}
