import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Profile } from "@concors/browser/engine";
import {
  createClient,
  createPageRequest,
  createUserAgent,
  profile,
  profiles,
  simulateFetch,
} from "@concors/browser/engine";
import { browserNames } from "../src/data.ts";
import type { BrowserName } from "../src/data.ts";

/** What a page's own address, and the server's, came to in the browsers. */
interface PageContextCase {
  readonly id: string;
  readonly teaches: string;
  readonly page: string;
  readonly url: string;
  /** Where the first answer redirects to. */
  readonly location?: string;
  readonly remoteAddress: string;
  readonly publicPage?: true;
  readonly blocked: Partial<Record<BrowserName, string>>;
}

const cases = JSON.parse(
  readFileSync(new URL("../data/page-context.json", import.meta.url), "utf8"),
) as PageContextCase[];

function play(row: PageContextCase, { engine, rules }: Profile): string | null {
  const { origin } = new URL(row.page);
  const client = createClient(new URL(row.page), { addressSpace: row.publicPage === true ? "public" : "loopback" });
  const { result } = simulateFetch(
    createUserAgent({ engine, rules }),
    createPageRequest(client, new URL(row.url)),
    ({ url }) => ({
      status: row.location !== undefined && url.href === row.url ? 302 : 200,
      headerList: [
        ["Access-Control-Allow-Origin", origin],
        ["Location", row.location ?? ""],
      ],
      remoteAddress: row.remoteAddress,
    }),
  );
  return result.ok ? null : result.failure.code;
}

describe.each(browserNames)("%s", (engine) => {
  test.each(cases.map((row): [string, PageContextCase] => [row.teaches, row]))("%s", (_name, row) => {
    expect(play(row, profiles[engine])).toBe(row.blocked[engine] ?? null);
  });

  for (const departure of profiles[engine].departures) {
    const row = cases.find(({ id }) => departure.scenario === `page-context:${id}`);
    if (row === undefined) continue;
    test(`${departure.id} is shown by ${row.id}`, () => {
      const others = profiles[engine].departures.filter((other) => other !== departure);
      expect(play(row, profile(engine, "", others))).not.toBe(row.blocked[engine]);
    });
  }
});
