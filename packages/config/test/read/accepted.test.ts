import { generate, targets } from "@concors/config";
import type { TargetName } from "@concors/config";
import { isLintCode, lint, lintAll, toSarif } from "@concors/config/read";
import { describe, expect, test } from "vitest";

/** Two findings: no Vary, and nothing on errors. */
const lines = String.raw`map $http_origin $cors { "~^https://app\.example\.com$" $http_origin; }
add_header Access-Control-Allow-Origin $cors;
`;

interface Row {
  readonly name: string;
  readonly comment: string;
  readonly accepts?: readonly string[];
  readonly open: readonly string[];
  readonly accepted: readonly string[];
}

const both = ["headers-missing-on-errors", "vary-missing"];

const rows: readonly Row[] = [
  { name: "without a comment, nothing is", comment: "", open: both, accepted: [] },
  {
    name: "what a comment names, and nothing else",
    comment: "# concors accepts vary-missing: nothing is cached here",
    open: ["headers-missing-on-errors"],
    accepted: ["vary-missing"],
  },
  {
    name: "several in one comment",
    comment: "# concors accepts vary-missing, headers-missing-on-errors",
    open: [],
    accepted: both,
  },
  {
    name: "several comments",
    comment: "# concors accepts vary-missing\n# concors accepts headers-missing-on-errors",
    open: [],
    accepted: both,
  },
  { name: "what is named beside the file", comment: "", accepts: both, open: [], accepted: both },
  {
    name: "what there is not is a finding itself",
    comment: "# concors accepts vary-mising",
    open: [...both, "accepts-unknown"],
    accepted: [],
  },
];

describe("what a file accepts", () => {
  test.each(rows)("$name", ({ comment, accepts, open, accepted }) => {
    const result = lintAll([{ path: "nginx.conf", text: `${comment}\n${lines}`, accepts }]);
    const codesOf = (findings: readonly { readonly code: string }[]): readonly string[] =>
      [...new Set(findings.map(({ code }) => code))].sort();
    expect({ open: codesOf(result.findings), accepted: codesOf(result.accepted) }).toEqual({
      open: open.toSorted(),
      accepted,
    });
  });

  test("is accepted in that file alone", () => {
    const program = 'import cors from "cors";\napp.use(cors({ origin: ["https://app.example.com", "null"] }));\n';
    const accepting = { path: "a.js", text: `// concors accepts null-allowed\n${program}` };
    const findings = lint([accepting, { path: "b.js", text: program }]);
    expect(new Set(findings.map(({ path }) => path))).toEqual(new Set(["b.js"]));
  });

  test("is in SARIF, and suppressed there", () => {
    const text = `# concors accepts vary-missing\n${lines}`;
    const { findings, accepted } = lintAll([{ path: "nginx.conf", text }]);
    const [{ results }] = toSarif(findings, "1.0.0", accepted).runs;
    expect(results.filter(({ suppressions }) => suppressions !== undefined).map(({ ruleId }) => ruleId)).toEqual([
      "vary-missing",
    ]);
    expect(results.length).toBeGreaterThan(1);
  });
});

test("what generated files accept are findings that there are", () => {
  const policy = {
    origins: ["null", "https://app.example.com"],
    dangerously: { exposeToSandboxedPages: true },
  } as const;
  const codes = targets.flatMap(({ name }) =>
    [policy, { origins: ["https://app.example.com"], credentials: true } as const].flatMap(
      (wanted) => generate(name as TargetName, wanted, { allowWider: true }).accepts,
    ),
  );
  expect(new Set(codes).size).toBeGreaterThan(5);
  expect(codes.filter((code) => !isLintCode(code))).toEqual([]);
});
