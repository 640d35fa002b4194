import { describe, expect, test } from "vitest";
import { generate } from "../../src/index.ts";
import { rigFor } from "../../src/verify/index.ts";
import { p1 } from "./policies.ts";
import { rows } from "./rows/varnish.ts";
import { runOrSkip } from "./run-or-skip.ts";
import { expectRow } from "./serve.ts";

describe.runIf(runOrSkip(rigFor("varnish")))("Varnish, beside a user's own configuration", () => {
  test.each(Object.entries(rows))("%s", (_, row) => expectRow("varnish", row));
});

test.each([
  ["6.6", true],
  ["7.7", true],
  // Since then the built-in VCL pipes no method.
  ["8.0", false],
])("Varnish %s pipes methods that few know: %s", (version, pipes) => {
  const [file] = generate("varnish", p1, { version }).files;
  expect(file!.text.includes("sub vcl_req_method {")).toBe(pipes);
});
