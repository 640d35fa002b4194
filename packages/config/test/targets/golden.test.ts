import { describe, expect, test } from "vitest";
import { generate } from "../../src/index.ts";
import type { TargetName } from "../../src/index.ts";
import { nested, p1, p2 } from "./policies.ts";
import { honest } from "./honest.ts";

const targetNames: readonly TargetName[] = [
  "envoy",
  "istio",
  "gateway-api",
  "ingress-nginx",
  "traefik",
  "kong",
  "spring",
  "aspnet-core",
  "fastapi",
  "rack-cors",
];

/** Those that have policies by path. */
const byPath: readonly TargetName[] = ["envoy", "istio", "gateway-api"];

describe.each(targetNames)("what is written for %s", (target) => {
  test.each(Object.entries({ p1, p2, ...(byPath.includes(target) && { nested }) }))("%s", async (name, site) => {
    const { files, check } = generate(target, site, { ...honest(target), allowWider: name === "nested" });
    const parts = files.map(({ path, where, text }) => `==> ${path} (${where})\n${text}`);
    const all = [...parts, `==> check\n${check.map((line) => `${line}\n`).join("")}`].join("\n");
    await expect(all).toMatchFileSnapshot(`golden/${target}-${name}.txt`);
  });
});
