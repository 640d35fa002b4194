import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Departure, NetworkAnswer, NetworkRequest, Profile } from "@concors/browser/engine";
import {
  createClient,
  createPageRequest,
  createUserAgent,
  profile,
  profiles,
  simulateFetch,
} from "@concors/browser/engine";
import type { Header } from "concors/protocol";
import { browserNames } from "../src/data.ts";
import type { BrowserName } from "../src/data.ts";

interface Answer {
  readonly s?: number;
  readonly h?: readonly Header[];
  readonly reset?: true;
}

interface ConsoleCase extends Record<BrowserName, { readonly resolved: boolean; readonly console: readonly string[] }> {
  readonly id: string;
  readonly cause: string;
  readonly client: {
    readonly url: string;
    readonly init: {
      readonly method?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly credentials?: "include";
      readonly mode?: "no-cors";
      readonly body?: string;
    };
  };
  readonly server: { readonly actual?: Answer; readonly preflight?: Answer };
}

const { cases } = JSON.parse(readFileSync(new URL("../data/console.json", import.meta.url), "utf8")) as {
  cases: ConsoleCase[];
};

const page = "http://127.0.0.1:4100";

/** What each browser's console says for each of our codes: the stable middle of its sentence. */
const says: Readonly<Record<BrowserName, Readonly<Record<string, RegExp>>>> = {
  chromium: {
    "allow-origin-missing": /No 'Access-Control-Allow-Origin' header is present/,
    "allow-origin-wildcard-with-credentials": /must not be the wildcard '\*'/,
    "allow-origin-mismatch": /not equal to the supplied origin|contains the invalid value|contains multiple values/,
    "allow-credentials-not-true": /value of the 'Access-Control-Allow-Credentials' header in the response is/,
    "preflight-status-not-ok": /does not have HTTP ok status|Redirect is not allowed for a preflight request/,
    "allow-methods-invalid": /Cannot parse Access-Control-Allow-Methods/,
    "allow-headers-invalid": /Cannot parse Access-Control-Allow-Headers/,
    "method-not-allowed": /Method \S+ is not allowed by Access-Control-Allow-Methods/,
    "header-not-allowed": /Request header field \S+ is not allowed by Access-Control-Allow-Headers/,
    "redirect-url-includes-credentials": /contains a username and password/,
    "redirect-scheme-not-http": /ERR_UNSAFE_REDIRECT/,
    "connection-reset": /ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/,
    "certificate-invalid": /ERR_CERT/,
  },
  firefox: {
    "allow-origin-missing": /‘Access-Control-Allow-Origin’ missing/,
    "allow-origin-wildcard-with-credentials": /Credential is not supported if the CORS header/,
    "allow-origin-mismatch": /‘Access-Control-Allow-Origin’ does not match|Multiple CORS header/,
    "allow-credentials-not-true": /expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’/,
    "preflight-status-not-ok": /preflight response did not succeed|external redirect not allowed/,
    "allow-methods-invalid": /invalid token ‘.*’ in CORS header ‘Access-Control-Allow-Methods’/,
    "allow-headers-invalid": /invalid token ‘.*’ in CORS header ‘Access-Control-Allow-Headers’/,
    "method-not-allowed": /Did not find method in CORS header/,
    "header-not-allowed": /is not allowed according to header ‘Access-Control-Allow-Headers’/,
    "redirect-url-includes-credentials": /did not succeed/,
    "redirect-scheme-not-http": /did not succeed|may not load or link to file:/,
    "connection-reset": /did not succeed/,
    "certificate-invalid": /did not succeed/,
  },
  webkit: {
    "allow-origin-missing": /is not allowed by Access-Control-Allow-Origin/,
    "allow-origin-wildcard-with-credentials": /Cannot use wildcard in Access-Control-Allow-Origin/,
    "allow-origin-mismatch": /is not allowed by Access-Control-Allow-Origin|cannot contain more than one origin/,
    "allow-credentials-not-true": /Access-Control-Allow-Credentials is not "true"/,
    "preflight-status-not-ok": /Preflight response is not successful/,
    "allow-methods-invalid": /Header Access-Control-Allow-Methods has an invalid value/,
    "allow-headers-invalid": /Header Access-Control-Allow-Headers has an invalid value/,
    "method-not-allowed": /Method \S+ is not allowed by Access-Control-Allow-Methods/,
    "header-not-allowed": /Request header field \S+ is not allowed by Access-Control-Allow-Headers/,
    "redirect-url-includes-credentials": /has credentials/,
    "redirect-scheme-not-http": /non CORS scheme/,
    "connection-reset": /Connection|terminated/,
    "certificate-invalid": /TLS/,
  },
};

function answer({ server }: ConsoleCase, request: NetworkRequest): NetworkAnswer {
  if (request.url.protocol === "https:") return { failed: "certificate-invalid", message: "self-signed" };
  const given = request.kind === "preflight" ? server.preflight : server.actual;
  if (given === undefined || given.reset === true) return { failed: "connection-reset", message: "reset" };
  return {
    status: given.s ?? 200,
    headerList: (given.h ?? []).map(([name, value]): Header => [name, value.replaceAll("$O", page).trim()]),
  };
}

function play(row: ConsoleCase, { engine, rules }: Profile): string | null {
  const { method, headers = {}, credentials, mode, body } = row.client.init;
  const request = createPageRequest(createClient(new URL(page)), new URL(row.client.url), {
    ...(method !== undefined && { method }),
    ...(credentials !== undefined && { credentials }),
    ...(mode !== undefined && { mode }),
    ...(body !== undefined && { body: { content: body, hasSource: true, length: body.length, type: null } }),
    headers: Object.entries(headers),
  });
  const { result } = simulateFetch(createUserAgent({ engine, rules }), request, (sent) => answer(row, sent));
  return result.ok ? null : result.failure.code;
}

/** The console's own reason, without the lines that follow every failure. */
function reasonOf(row: ConsoleCase, engine: BrowserName): string | undefined {
  const lines = row[engine].console;
  return (
    lines.find((line) => !/due to access control|Failed to load resource: net::ERR_FAILED/.test(line)) ?? lines.at(-1)
  );
}

describe.each(browserNames)("%s stops at the check that its console names", (engine) => {
  test.each(cases.map((row): [string, ConsoleCase] => [`${row.id}: ${row.cause}`, row]))("%s", (_name, row) => {
    const code = play(row, profiles[engine]);
    expect(code === null).toBe(row[engine].resolved);
    if (code === null) return;
    const pattern = says[engine][code];
    expect(pattern, `no text is known for ${code}`).toBeDefined();
    expect(reasonOf(row, engine)).toMatch(pattern!);
  });

  const shown = profiles[engine].departures.filter(({ scenario }) => scenario?.startsWith("console:") === true);
  test.each(shown.map((departure): [string, Departure] => [departure.id, departure]))(
    "without %s it would name another",
    (_id, departure) => {
      const row = cases.find(({ id }) => `console:${id}` === departure.scenario)!;
      const others = profiles[engine].departures.filter((other) => other !== departure);
      const code = play(row, profile(engine, "", others));
      expect(reasonOf(row, engine)).not.toMatch(says[engine][code!]!);
    },
  );
});
