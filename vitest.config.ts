import { defineConfig } from "vitest/config";

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
  },
});
