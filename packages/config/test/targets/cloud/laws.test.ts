import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Policy } from "concors";
import { generate } from "../../../src/index.ts";
import { policies } from "../../generated.ts";
import { cloudTargets } from "./policies.ts";
import { filesChecks } from "./vendors/index.ts";

const allFacts = fc.record({ upstreamSendsCors: fc.boolean(), allowWider: fc.boolean() });

/** Whatever is written like an origin, but for the name space of S3. */
function originsIn(text: string): readonly string[] {
  const found = text.match(/[a-z][a-z\d+.-]*:\/\/[^\s"'<>,]+|\bnull\b/g) ?? [];
  return found.filter((origin) => !origin.startsWith("http://s3.amazonaws.com/"));
}

/** A pattern for any port may be two: for none, and for any. */
function printable({ origins }: Policy): ReadonlySet<string> {
  if (!Array.isArray(origins)) return new Set();
  return new Set(origins.flatMap((pattern: string) => [pattern, pattern.replace(/:\*$/, "")]));
}

/** What is said of the configuration, in front of it. */
function withoutComment(text: string): string {
  return text.replaceAll(/^(?:#|<!--).*\n/gm, "");
}

describe.each(cloudTargets)("for any policy, %s", (target) => {
  test("prints what the vendor takes, and says why where it prints nothing", async () => {
    await fc.assert(
      fc.asyncProperty(policies, allFacts, async (policy, facts) => {
        const { files, losses } = generate(target, policy, facts);
        const effects = new Set(losses.map(({ effect }) => effect));
        expect(effects.has("refused")).toBe(files.length === 0);
        expect(effects.has("wider")).toBe(effects.has("wider") && facts.allowWider);
        if (files.length > 0) expect(await filesChecks[target]!(files)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test("prints no origin that the policy does not have", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const { files } = generate(target, policy, { upstreamSendsCors: false, allowWider: true });
        const known = printable(policy);
        for (const { text } of files)
          expect(originsIn(withoutComment(text)).filter((origin) => !known.has(origin))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

test("the law about origins would notice one", () => {
  const [file] = generate("s3", { origins: ["https://a.test"], credentials: true }).files;
  expect(originsIn(withoutComment(file!.text))).toEqual(["https://a.test"]);
});
