import type { Trace } from "@concors/browser/engine";
import { redactUrl } from "../redact.ts";
import { blockingDirective } from "./content-security-policy.ts";
import type { Facts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { notReached, possible, ruledOut, unknown } from "./finding.ts";

/** Whether the page's author and the browser mean the same URL. */
export function urlFinding({ request }: Trace, { urlLiteral }: Facts): Finding {
  if (urlLiteral !== undefined)
    return possible(
      `${JSON.stringify(redactUrl(urlLiteral.text))} is read as ${redactUrl(urlLiteral.read ?? "no URL")}`,
    );
  return ruledOut(`the URL is absolute, with the scheme ${schemeOf(request.url)}`);
}

/** Mixed content, Local Network Access, ports and modes: what a browser decides before it sends anything. */
export function contextFinding({ exchanges, request }: Trace): Finding {
  if (exchanges.length === 0) return notReached;
  const [page, url] = [schemeOf(request.pageUrl), schemeOf(request.url)];
  return ruledOut(`the page (${page}) may call this URL (${url}): it was sent`);
}

export function policyFinding({ exchanges, request }: Trace, { policy }: Facts): Finding {
  if (policy === undefined) return unknown("the page's policy was not looked at: --csp or --page");
  if (policy.values.length === 0) return ruledOut("the page has none");
  const urls = [request.url, ...exchanges.map(({ url }) => url)].filter((url) => URL.canParse(url));
  const isAllowed = urls.every((url) => blockingDirective(policy, policy.directive, new URL(url), 0) === null);
  return isAllowed ? ruledOut(`it allows every URL that was asked (${policy.directive})`) : notReached;
}

function schemeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : "none";
}
