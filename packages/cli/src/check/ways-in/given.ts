import { readFileSync } from "node:fs";
import type { Header } from "concors/protocol";
import { UsageError } from "../../usage-error.ts";
import { parseHeader } from "../parse-request.ts";
import { parseCurl } from "./curl-command.ts";
import { parseFetch } from "./fetch-snippet.ts";
import type { GivenRequest } from "./given-request.ts";

/** What each way in was given; null for those that were not taken. */
export interface WaysIn {
  readonly curl?: string;
  readonly fetch?: string;
}

/**
 * The request by the one way that the user took.
 *
 * @throws UsageError if that is none, or several
 */
export function givenRequest(url: string | undefined, { curl, fetch }: WaysIn): GivenRequest {
  const ways = [url, curl, fetch].filter((way) => way !== undefined);
  if (ways.length === 0) {
    throw new UsageError(
      "say what the page fetches: a URL, or --curl, --fetch or --har with what developer tools give.",
    );
  }
  if (ways.length > 1)
    throw new UsageError("a URL, --curl and --fetch each say what the page fetches: give one of them.");
  if (curl !== undefined) return withPageHeaders(parseCurl(curl));
  if (fetch !== undefined) return withPageHeaders(parseFetch(fetch));
  return { ...nothingGiven, url: url! };
}

/** The same, with what comes on standard input in the place of `-`: quotation marks within others are hard to write. */
export function withStandardInput<Ways extends WaysIn>(ways: Ways): Ways {
  const { curl, fetch } = ways;
  return {
    ...ways,
    ...(curl === undefined ? {} : { curl: textOf(curl, "--curl") }),
    ...(fetch === undefined ? {} : { fetch: textOf(fetch, "--fetch") }),
  };
}

function textOf(given: string, option: string): string {
  if (given !== "-") return given;
  try {
    return readFileSync(0, "utf8");
  } catch {
    throw new UsageError(`${option} -: standard input cannot be read; pipe the text into it.`);
  }
}

const nothingGiven: Omit<GivenRequest, "url"> = {
  method: null,
  headers: [],
  body: null,
  from: null,
  cookies: null,
  credentials: null,
  mode: null,
  redirect: null,
  keepalive: false,
  insecure: false,
  resolve: [],
  remarks: [],
};

/** Whoever wrote them, they have to be headers. */
function withPageHeaders(given: GivenRequest): GivenRequest {
  return { ...given, headers: given.headers.map(([name, value]): Header => parseHeader(`${name}: ${value}`)) };
}
