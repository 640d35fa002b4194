import { createRequire } from "node:module";
import { lint, lintAll, toSarif } from "@concors/config/read";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";

const {
  $schema: _draft,
  id: _address,
  ...schema
} = createRequire(import.meta.url)("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json") as Readonly<
  Record<string, unknown>
>;

const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

const files = [
  {
    path: String.raw`.\conf\a site#1.conf`,
    text: String.raw`map $http_origin $cors { "~^https://app\.example\.com" $http_origin; }
add_header Access-Control-Allow-Origin $cors;
add_header Vary Origin always;`,
  },
  { path: "src/app.ts", text: `import cors from "cors"; app.use(cors({ origin: true, credentials: true }));` },
];

describe("findings as SARIF", () => {
  test("are what the schema asks for", () => {
    const log = toSarif(lint(files), "1.2.3");
    expect({ valid: validate(JSON.parse(JSON.stringify(log))), errors: validate.errors }).toEqual({
      valid: true,
      errors: null,
    });
    expect(log.runs[0].results).toHaveLength(3);
  });

  test("and what the schema does not know is noticed", () => {
    const [run] = toSarif(lint(files), "1.2.3").runs;
    expect(validate({ version: "2.1.0", runs: [{ ...run, results: [{ ruleId: "x" }] }] })).toBe(false);
  });

  test("have their place, their rule and the text that mends them", () => {
    const { results, tool } = toSarif(lint(files), "1.2.3").runs[0];
    const result = results.find(({ ruleId }) => ruleId === "headers-missing-on-errors");
    expect(tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe("headers-missing-on-errors");
    expect(result).toMatchObject({
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "conf/a%20site%231.conf" },
            region: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 46 },
          },
        },
      ],
      fixes: [
        {
          artifactChanges: [
            {
              replacements: [
                {
                  deletedRegion: { startLine: 2, startColumn: 45, endLine: 2, endColumn: 45 },
                  insertedContent: { text: " always" },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test("say who let whom in", () => {
    const messages = toSarif(lint(files), "1.2.3").runs[0].results.map(({ message }) => message.text);
    expect(messages).toContain(
      String.raw`The expression ^https://app\.example\.com has no end, so it also lets https://app.example.com.evil.test in: end it with $`,
    );
  });

  test("has what a server cannot do, which is no problem, under a name of its own", () => {
    const bucket = `[{ "AllowedMethods": ["GET"], "AllowedOrigins": ["https://*example.com"] }]`;
    const { findings, accepted, limits } = lintAll([{ path: "cors.json", text: bucket }]);
    const log = toSarif(findings, "1.2.3", accepted, limits);
    expect({ valid: validate(JSON.parse(JSON.stringify(log))), errors: validate.errors }).toEqual({
      valid: true,
      errors: null,
    });
    const { results, tool } = log.runs[0];
    expect(results.map(({ ruleId, ruleIndex }) => [ruleId, tool.driver.rules[ruleIndex]?.id])).toEqual([
      ["wildcard-glued", "wildcard-glued"],
      ["limit/vary-missing", "limit/vary-missing"],
    ]);
    expect(results[1]).toMatchObject({ kind: "informational", level: "none" });
  });

  test("are none for files that are right", () => {
    expect(toSarif([], "1.2.3").runs[0]).toMatchObject({ results: [], tool: { driver: { rules: [] } } });
  });
});
