import type { Policy } from "concors";
import { expect, test } from "vitest";
import { generate } from "../../src/index.ts";
import type { Facts, LossCode, TargetName } from "../../src/index.ts";
import { bare, byPath, everything, openToAll, p1, p2, rareNames, withoutJson } from "./policies.ts";
import { honest } from "./honest.ts";
import rows from "./losses.json" with { type: "json" };

const sites = { p1, p2, everything, openToAll, rareNames, withoutJson, bare, byPath };

interface Row {
  readonly target: TargetName;
  readonly site: keyof typeof sites;
  /** All that is lost, each with what comes of it. */
  readonly want: readonly `${LossCode}: ${string}`[];
}

const lossesOf = (target: TargetName, site: keyof typeof sites): string[] =>
  generate(target, sites[site], honest(target)).losses.map(({ code, effect }) => `${code}: ${effect}`);

test.each(rows as readonly Row[])("$target, $site: $want", ({ target, site, want }) => {
  expect(lossesOf(target, site)).toEqual(want);
});

test("every target is here with every site", () => {
  const targets = new Set(rows.map(({ target }) => target));
  expect(rows).toHaveLength(targets.size * Object.keys(sites).length);
});

test("where something would be wider, nothing is written unless it is asked for", () => {
  for (const { target, site } of rows as readonly Row[]) {
    const refused = generate(target, sites[site], honest(target));
    expect(refused.files.length === 0).toBe(refused.losses.some(({ effect }) => effect === "refused"));
    const wider = generate(target, sites[site], { ...honest(target), allowWider: true });
    const stays = wider.losses.some(({ effect }) => effect === "refused");
    expect(wider.files.length === 0).toBe(stays);
    expect(wider.losses.map(({ code }) => code)).toEqual(refused.losses.map(({ code }) => code));
  }
});

test.each(["gateway-api", "ingress-nginx"] as const)(
  "%s refuses an application that may send CORS itself",
  (target) => {
    const { files, losses } = generate(target, p1);
    expect(files).toEqual([]);
    expect(losses).toContainEqual(expect.objectContaining({ code: "upstream-not-stripped", effect: "refused" }));
  },
);

test.each(["php", "express", "fetch", "flask", "django", "fastapi", "rack-cors", "aspnet-core", "spring"] as const)(
  "%s says nothing of what is answered in front of it",
  (target) => {
    const lost = (facts: Facts): readonly string[] =>
      generate(target, p1, facts)
        .losses.map(({ code }) => code)
        .filter((code) => code === "front-not-covered" || code === "auth-before-preflight");
    expect(lost({})).toEqual(["front-not-covered"]);
    expect(lost({ front: "none" })).toEqual([]);
    expect(lost({ front: "server", auth: "basic" })).toEqual(["front-not-covered", "auth-before-preflight"]);
  },
);

test("a front is a server, or none", () => {
  const front = "proxy" as "server";
  expect(() => generate("express", p1, { front })).toThrow('front "proxy" is neither server nor none');
});

test("a version that cannot do something loses it", () => {
  const codes = (target: TargetName, version: string): LossCode[] =>
    generate(target, everything, { version }).losses.map(({ code }) => code);
  expect(codes("traefik", "3.7.5")).toEqual(expect.arrayContaining(["any-method-listed", "any-header-refused"]));
  expect(codes("traefik", "3.7.6")).not.toContain("any-method-listed");
  expect(codes("istio", "1.23.9")).toContain("refused-preflight-passed");
  expect(codes("istio", "1.24.0")).not.toContain("refused-preflight-passed");
});

test.each([
  [
    "65 origins",
    { origins: numbered(65, (number) => `https://t${number}.example.com`) },
    "many-origins",
    "https://t64.example.com",
  ],
  [
    "65 request headers",
    { origins: "*", requestHeaders: numbered(65, (number) => `X-${number}`) },
    "many-headers",
    "X-64",
  ],
  [
    "65 exposed headers",
    { origins: "*", exposedHeaders: numbered(65, (number) => `X-${number}`) },
    "many-headers",
    "X-64",
  ],
] as const)("gateway-api has room for 64: %s", (_, policy, code, lost) => {
  const { files, losses } = generate("gateway-api", policy as Policy, honest("gateway-api"));
  expect(losses).toContainEqual(
    expect.objectContaining({ code, effect: "narrower", message: expect.stringContaining(lost) as unknown }),
  );
  expect(files[0]!.text).not.toContain(`- ${lost}\n`);
});

test.each([
  ["16 policies", numbered(15, (number) => ({ prefix: `/${number}`, policy: { ...p2, maxAge: number } })), true],
  ["17 policies", numbered(16, (number) => ({ prefix: `/${number}`, policy: { ...p2, maxAge: number } })), false],
  ["64 paths of a policy", numbered(64, (number) => ({ prefix: `/${number}`, policy: p2 })), true],
  ["65 paths of a policy", numbered(65, (number) => ({ prefix: `/${number}`, policy: p2 })), false],
] as const)("gateway-api and a route with %s", (_, routes, hasRoom) => {
  const { files, losses } = generate(
    "gateway-api",
    { routes, fallback: p1 },
    { upstreamSendsCors: false, allowWider: true },
  );
  expect(files.length > 0).toBe(hasRoom);
  expect(losses.some(({ message }) => message.includes("room for 16 policies, 64 paths of each"))).toBe(!hasRoom);
});

function numbered<Item>(count: number, name: (number: number) => Item): readonly Item[] {
  return Array.from({ length: count }, (_, index) => name(index));
}

test("a policy of which nothing is left is refused, rather than written for nobody", () => {
  const { files, losses } = generate("gateway-api", { origins: ["capacitor://localhost"] }, honest("gateway-api"));
  expect(files).toEqual([]);
  expect(losses).toContainEqual(expect.objectContaining({ code: "policy-not-said", effect: "refused" }));
});

test("a name with underscores is one that Kubernetes takes", () => {
  for (const target of ["istio", "gateway-api", "traefik"] as const) {
    const { files } = generate(target, p1, { ...honest(target), name: "a_b_" });
    expect(files.map(({ text }) => text).join("")).toContain("  name: a-b\n");
  }
});
