import { defineConfig } from "vitest/config";
import type { TestSpecification } from "vitest/node";
import { BaseSequencer } from "vitest/node";

/** What runs servers for minutes begins first, so that nothing long is left when the rest is done. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => moduleId.includes("/packages/config/test/verify/");
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  // The tests read the sources; `npm run build` is checked by the tests of the command line.
  // No "import" among them: Node would take it for a CommonJS module's `require` as well.
  ssr: { resolve: { conditions: ["concors-source", "node"] } },
  resolve: { conditions: ["concors-source"] },
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "conformance/test/**/*.test.ts",
      "comparison/test/**/*.test.ts",
      "lab/test/**/*.test.ts",
      "test/**/*.test.ts",
      "examples/*.test.ts",
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Much of it waits for servers and browsers: two files at once take little more than half the time on two cores.
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
  },
});
