import type { FailedFetch } from "./failed-fetch.ts";
import { fill } from "./fill.ts";
import { firefoxStatusLine } from "./firefox-reason.ts";
import type { PolicyBlock } from "./policy-block.ts";
import { chromiumTexts, firefoxTexts, webkitTexts } from "./texts.ts";
import { loadLines } from "./webkit.ts";

/** Only `fetch` tells of it once more, and only of the URL that it was called with. */
export function chromiumPolicyLines(block: PolicyBlock, { request }: FailedFetch): string[] {
  const { directive, isAfterRedirect, isFallback, url } = block;
  const texts = chromiumTexts;
  const line = fill(isFallback ? texts.policyFallback : texts.policy, { url, directive });
  return isAfterRedirect || request.initiator !== "fetch" ? [line] : [line, fill(texts.policyOfFetch, { url })];
}

/** A channel that was redirected fails, and its listener tells of that too. */
export function firefoxPolicyLines({ directive, isAfterRedirect, url }: PolicyBlock, failed: FailedFetch): string[] {
  const line = fill(firefoxTexts.policy, { url, directive });
  return isAfterRedirect ? [line, firefoxStatusLine(failed.url, firefoxTexts.didNotSucceed, "(null)")] : [line];
}

/** Before anything is sent nothing fails to load. */
export function webkitPolicyLines(
  { isAfterRedirect, isFallback, url }: PolicyBlock,
  { request }: FailedFetch,
): string[] {
  const texts = webkitTexts;
  const line = fill(isFallback ? texts.policyFallback : texts.policy, { url });
  return isAfterRedirect ? [line, ...loadLines(request.initiator, texts.policyBlocked, url)] : [line];
}
