import { expect, test } from "vitest";
import { generate } from "../../../src/index.ts";
import type { Site, TargetName } from "../../../src/index.ts";
import type { Policy } from "concors";
import { byPath, cloudTargets, onePath, p1, p2, withRoutes } from "./policies.ts";

test.each(cloudTargets)("%s: P1 and P2, as a reviewer reads them", async (target) => {
  const routes = target === "vercel" ? byPath : onePath;
  const text = [
    shown(target, "P1", p1),
    shown(target, "P2", p2),
    ...(withRoutes.includes(target) ? [shown(target, "by path", routes)] : []),
  ].join("\n");
  await expect(text).toMatchFileSnapshot(`__snapshots__/${target}.txt`);
});

/** What is wider is shown as well: each loss says that it would be. The application sends nothing itself. */
function shown(target: TargetName, name: string, policy: Policy | Site): string {
  const { files, losses, check } = generate(target, policy, { upstreamSendsCors: false, allowWider: true });
  return [
    `======== ${name}\n`,
    ...losses.map(({ effect, code, message }) => `${effect} ${code}: ${message}\n`),
    ...files.map(({ path, where, text }) => `\n---- ${path} (${where})\n${text}`),
    ...(check.length === 0 ? [] : ["\n---- check\n", ...check.map((line) => `${line}\n`)]),
  ].join("");
}
