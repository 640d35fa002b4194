import { describe, expect, test } from "vitest";
import { startConcors } from "../src/concors.ts";
import { judge } from "../src/judge.ts";
import { rows } from "../src/rows/index.ts";

// Without the libraries: they are played by `npm run comparison`.
describe("where a library is known to go wrong, Concors does not", () => {
  test.each(rows)("$library: $name", async (row) => {
    const exchanges = row.exchanges.map(({ want, ...exchange }) => {
      // How long it takes depends on what else the machine does.
      const { within: _within, ...others } = want ?? {};
      return want === undefined ? exchange : { ...exchange, want: others };
    });
    expect(await judge({ ...row, exchanges }, startConcors, row.policy)).toEqual({ right: true });
  });
});
