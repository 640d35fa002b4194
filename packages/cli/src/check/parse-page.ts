import { redactUrl } from "@concors/explain";
import { UsageError } from "../usage-error.ts";
import type { CheckInput } from "./check-input.ts";
import type { CheckOptions } from "./check-options.ts";
import { parseFrom, parseUrl } from "./parse-request.ts";
import type { GivenRequest } from "./ways-in/given-request.ts";

type PageOptions = Pick<CheckOptions, "coep" | "csp" | "from" | "page" | "pageHttps" | "sandboxed">;

/** @throws UsageError if what is said of the page does not fit together */
export function parsePage(given: Pick<GivenRequest, "from" | "url">, options: PageOptions): CheckInput["page"] {
  const address = options.page === undefined ? null : parseAddress(options.page);
  const from = parseFrom(options.from ?? address?.origin ?? given.from ?? missingFrom());
  if (address !== null && from !== null && address.origin !== from.origin) {
    throw new UsageError(`--page ${redactUrl(address.href)} is no page of ${from.origin}.`);
  }
  if (options.pageHttps === true && from?.protocol === "http:") {
    throw new UsageError(
      `--page-https: a page of ${from.origin} is http; say --from ${from.origin.replace(/^http:/, "https:")}.`,
    );
  }
  return {
    ...(from === null
      ? pageWithoutOrigin(given.url, options)
      : { url: address ?? from, sandboxed: options.sandboxed === true, addressSpace: null }),
    embedderPolicy: options.coep,
    policies: options.csp ?? null,
    address,
    isAsItStands: options.pageHttps === true,
  };
}

function parseAddress(text: string): URL {
  try {
    return parseUrl(text);
  } catch (error) {
    throw new UsageError(`--page: ${(error as Error).message}`);
  }
}

/**
 * A page needs an address. With this one nothing is mixed content unless the page is said to be secure, no site its own,
 * and no network more private.
 */
function pageWithoutOrigin(
  url: string,
  { pageHttps }: PageOptions,
): Pick<CheckInput["page"], "url" | "sandboxed" | "addressSpace"> {
  const scheme = pageHttps === true || !url.startsWith("http:") ? "https" : "http";
  return { url: new URL(`${scheme}://sandboxed.invalid/`), sandboxed: true, addressSpace: "loopback" };
}

function missingFrom(): never {
  throw new UsageError(
    "--from is missing: the origin of the page that makes the request, like https://app.example.com.",
  );
}
