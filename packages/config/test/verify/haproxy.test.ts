import { describe, test } from "vitest";
import { rigFor } from "../../src/verify/index.ts";
import { rows } from "./rows/haproxy.ts";
import { runOrSkip } from "./run-or-skip.ts";
import { expectRow } from "./serve.ts";

describe.runIf(runOrSkip(rigFor("haproxy")))("HAProxy, beside a user's own configuration", () => {
  test.each(Object.entries(rows))("%s", (_, row) => expectRow("haproxy", row));
});
