import type { ScenarioResponse } from "../../scenario.ts";
import type { Random } from "../random.ts";

export type Headers = [name: string, value: string][];

/** Values of `Access-Control-Allow-Origin` that a server may well send and that mean something else, or nothing. */
const oddAllowOrigins: readonly string[] = [
  "",
  "null",
  "NULL",
  "true",
  " * ",
  "*,",
  "*, *",
  '"*"',
  "%2A",
  "http://*",
  "http://127.0.0.1",
  "127.0.0.1:17000",
  "http://localhost:17000",
  "HTTP://127.0.0.1:17000",
  "http://127.0.0.1:017000",
  "{{A}}/",
  "{{A}}#",
  "{{A}}?",
  "{{B}}",
  "{{page}},",
  "{{page}}, {{page}}",
  "{{page}} {{B}}",
  " {{page}} ",
  "{{page}}\t",
  "{{page}}, *",
  "*.127.0.0.1",
  "null, null",
  "*\u00a0",
  "{{page}};",
];

/** Lines of `Access-Control-Allow-Origin`: one that fits, mostly; sometimes an odd one, none, or two. */
export function allowOrigin(random: Random, oddness = 0.05): Headers {
  const fitting = (): string => random.pick(["*", "{{page}}", "{{origin}}"]);
  if (!random.chance(oddness)) return [["Access-Control-Allow-Origin", fitting()]];
  if (random.chance(0.1)) return [];
  if (random.chance(0.1)) {
    return [
      ["Access-Control-Allow-Origin", fitting()],
      ["access-control-allow-origin", fitting()],
    ];
  }
  return [["Access-Control-Allow-Origin", random.pick(oddAllowOrigins)]];
}

const oddAllowCredentials: readonly string[] = [
  "",
  "1",
  "yes",
  "false",
  "True",
  "TRUE",
  "tRUE",
  "true;",
  "true,",
  '"true"',
  " true ",
  "true\t",
  "true, true",
  "false, true",
  "true\u00a0",
];

export function allowCredentials(random: Random, oddness = 0.3): Headers {
  if (!random.chance(oddness)) return [["Access-Control-Allow-Credentials", "true"]];
  if (random.chance(0.08))
    return [
      ["Access-Control-Allow-Credentials", "true"],
      ["Access-Control-Allow-Credentials", "true"],
    ];
  return [["Access-Control-Allow-Credentials", random.pick(oddAllowCredentials)]];
}

/** What every resource sends: safelisted, forbidden and plain headers, and nothing that an HTTP cache may keep. */
const resourceHeaders: Headers = [
  ["X-One", "1"],
  ["X-Two", "2"],
  ["Content-Type", "text/plain"],
  ["Cache-Control", "no-store"],
  ["Set-Cookie", "sc=1"],
  ["Pragma", "p"],
  ["ETag", '"e"'],
  ["Content-Language", "en"],
  ["Expires", "0"],
  ["Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT"],
  ["Authorization", "srv"],
];

const cookies: readonly string[] = [
  "sc=1",
  "sc=1; SameSite=Lax",
  "sc=1; SameSite=Strict",
  "sc=1; SameSite=None",
  "sc=1; SameSite=None; Secure",
  "sc=1; samesite=lax; HttpOnly",
  "sc=1; SameSite=odd",
  "sc=1; Secure",
  "sc=1; Max-Age=600",
];

export function setCookie(random: Random): string {
  return random.pick(cookies);
}

function resourceStatus(random: Random): number {
  return random.weighted([
    [45, 200],
    [10, 201],
    [10, 204],
    [10, 403],
    [10, 404],
    [10, 500],
    [5, random.pick([202, 203, 206, 299, 300, 304, 400, 401, 405, 418, 429, 501, 503])],
  ]);
}

/** A resource's answer; `cookie` takes the place of the usual one. */
export function resource(random: Random, headers: Headers, cookie = "sc=1"): ScenarioResponse {
  const rest = resourceHeaders.map(([name, value]): [string, string] => [name, name === "Set-Cookie" ? cookie : value]);
  return { status: resourceStatus(random), headers: [...headers, ...rest], body: "body" };
}

/** A preflight's answer that allows all that `*` can allow. */
export const openPreflight: ScenarioResponse = {
  status: 204,
  headers: [
    ["Access-Control-Allow-Origin", "*"],
    ["Access-Control-Allow-Methods", "*"],
    ["Access-Control-Allow-Headers", "*"],
  ],
};
