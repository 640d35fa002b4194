import { describe, expect, test } from "vitest";
import { checkPolicy, createCors, PolicyError } from "../../src/index.ts";
import type { Policy } from "../../src/index.ts";

// What is unsafe does not type-check, and throws all the same for those who have no types. `npm run check:types` is what
// tests the first half: a line that type-checks after all is an error there.
const unset = process.env["CONCORS_ORIGINS_THAT_ARE_NOT_SET"];
const strings: string[] = ["https://a.test", "*"];

const unsafe: readonly (readonly [name: string, create: () => unknown])[] = [
  // @ts-expect-error: every site could read its visitors' data.
  ["any origin with credentials", () => createCors({ origins: "*", credentials: true })],
  // @ts-expect-error: a browser takes it for a name.
  ["any exposed header", () => createCors({ origins: ["https://a.test"], credentials: true, exposedHeaders: "*" })],
  // @ts-expect-error: no default.
  ["nothing", () => createCors({})],
  // @ts-expect-error: a variable may not be set.
  ["a variable of the environment", () => createCors({ origins: unset })],
  // @ts-expect-error: not all strings are origins.
  ["any strings", () => createCors({ origins: strings })],
  // @ts-expect-error: no scheme.
  ["a host", () => createCors({ origins: ["app.example.com"] })],
  // @ts-expect-error: all or some.
  ["a star in a list", () => createCors({ origins: ["*"] })],
  // @ts-expect-error: every site can make a sandboxed page.
  ["null", () => createCors({ origins: ["https://a.test", "null"] })],
  // @ts-expect-error: a danger that is not accepted.
  ["null after all", () => createCors({ origins: ["null"], dangerously: { exposeToSandboxedPages: false } })],
  // @ts-expect-error: patterns are not regular expressions.
  ["a regular expression", () => createCors({ origins: [/\.example\.com$/] })],
  // @ts-expect-error: not data.
  ["true", () => createCors({ origins: true })],
  // @ts-expect-error: a key of another library.
  ["a misspelled key", () => createCors({ origins: ["https://a.test"], allowedHeaders: ["X-A"] })],
  // @ts-expect-error: no danger has that name.
  ["a misspelled danger", () => createCors({ origins: "*", dangerously: { exposeToEverybody: true } })],
  // @ts-expect-error: seconds are a number.
  ["a max-age with a unit", () => createCors({ origins: "*", maxAge: "10m" })],
];

describe("does not type-check, and throws", () => {
  test.each(unsafe)("%s", (_, create) => {
    expect(create).toThrow(PolicyError);
  });
});

const safe: readonly Policy[] = [
  { origins: "*" },
  { origins: "*", exposedHeaders: "*", methods: "*", requestHeaders: ["*", "Authorization"], maxAge: 0 },
  { origins: ["https://a.test", "http://localhost:*"], credentials: true, methods: "*", requestHeaders: "*" },
  { origins: ["null"], credentials: true, dangerously: { exposeToSandboxedPages: true } },
  { origins: ["http://a.test"], credentials: true, dangerously: { exposeToNetworkAttackers: true } },
  { origins: { allows: (origin) => origin.endsWith(".test") }, credentials: true },
];

test.each(safe)("type-checks, and works: %o", (policy) => {
  const checked = checkPolicy(policy);
  expect(checked.ok && createCors(checked.policy).policy).toEqual(policy);
});
