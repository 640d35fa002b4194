import type { HeaderList } from "concors/protocol";
import { shellLine } from "../shell.ts";

/** A request as curl makes it. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: string | null;
  /** Further options of curl. */
  readonly options?: readonly string[];
}

/** A request as a command line for a POSIX shell, which shows the answer's headers. Nothing in it is redacted here. */
export function curlLine({ body, headers, method, options = [], url }: CurlRequest): string {
  return shellLine([
    "curl",
    "-i",
    ...(method === "HEAD" ? ["-I"] : ["-X", method]),
    url,
    ...headers.flatMap(([name, value]) => ["-H", value === "" ? `${name};` : `${name}: ${value}`]),
    ...(body === null ? [] : ["--data-raw", body]),
    ...options,
  ]);
}

/** What a browser adds to a request, and no server decides by, is left out, unless the page set it. */
export function tellingHeaders(headers: HeaderList, ofPage: HeaderList): HeaderList {
  return headers.filter(
    ([name]) => !habits.test(name) || ofPage.some(([other]) => other.toLowerCase() === name.toLowerCase()),
  );
}

const habits = /^(?:accept|accept-language|user-agent|referer|content-length|sec-.*)$/i;
