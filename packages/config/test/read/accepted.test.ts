import { generate, targets } from "@concors/config";
import type { TargetName } from "@concors/config";
import { lint, lintAll, toSarif } from "@concors/config/read";
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

test("what a limit is called is no finding that could be accepted, and does no harm", () => {
  const text = `# concors accepts target-retired, plain-options-answered\nlocation / { return 200; }`;
  expect(lint([{ path: "nginx.conf", text }])).toEqual([]);
});

const sandboxed = {
  origins: ["null", "https://app.example.com"],
  methods: ["PUT"],
  dangerously: { exposeToSandboxedPages: true },
} as const;

describe("what generated files accept", () => {
  test.each(targets.map(({ name }) => name as TargetName))("for %s is what the policy says by name", (target) => {
    const named = generate(target, sandboxed, { allowWider: true });
    const isSaid = named.files.length > 0 && !named.losses.some(({ code }) => code === "null-origin-left-out");
    if (isSaid) {
      expect(named.accepts).toEqual(["null-allowed"]);
      for (const { text } of named.files) expect(text).toContain("concors accepts null-allowed");
    }
    const harmless = generate(target, { origins: ["https://app.example.com"] }, { allowWider: true });
    expect(harmless.accepts).toEqual([]);
    for (const { text } of harmless.files) expect(text).not.toContain("concors accepts");
  });

  test("is said in a format without comments as well, by a condition that is always true", () => {
    const [file] = generate("vercel", sandboxed).files;
    const { findings, accepted } = lintAll([file!]);
    expect({ findings, accepted: accepted.map(({ code }) => code) }).toEqual({
      findings: [],
      accepted: ["null-allowed"],
    });
    const silent = { ...file!, text: file!.text.replace("concors accepts", "") };
    expect(lint([silent]).map(({ code }) => code)).toEqual(["null-allowed"]);
  });
});
