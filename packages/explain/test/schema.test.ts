import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { auditCodes, describeAuditCode } from "../src/audit/index.ts";
import {
  causeCodes,
  causesPage,
  describeCause,
  describeSecurity,
  explain,
  explainAll,
  readConsole,
  securityCodes,
  serverNames,
} from "../src/index.ts";
import { browserNames, cases, seenLine } from "./console/recorded.ts";
import { enginesOf, optionsOf, play, rows } from "./play.ts";

const schema = JSON.parse(readFileSync(new URL("../../../docs/explanation.schema.json", import.meta.url), "utf8")) as {
  readonly $defs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
ajv.addSchema(schema, "report");

/** What a value breaks of a schema, as it would arrive in JSON. */
function errorsOf(reference: string, value: unknown): unknown {
  return ajv.validate(reference, JSON.parse(JSON.stringify(value))) ? [] : ajv.errors;
}

describe("the schema in docs describes", () => {
  test.each(rows)("$name", (row) => {
    const traces = enginesOf(row).map((engine) => play(row, engine));
    for (const trace of traces)
      expect(errorsOf("report#/$defs/explanation", explain(trace, optionsOf(row)))).toEqual([]);
    expect(
      errorsOf("report", explainAll(traces, { facts: new Map(traces.map(({ engine }) => [engine, row.facts ?? {}])) })),
    ).toEqual([]);
  });
});

test("the schema describes what a console's text says, and each cause", () => {
  for (const row of cases) {
    for (const engine of browserNames) {
      const reading = readConsole(row[engine].console.map(seenLine).join("\n"));
      if (reading !== null) expect(errorsOf("report#/$defs/consoleReading", reading)).toEqual([]);
    }
  }
  for (const code of causeCodes) expect(errorsOf("report#/$defs/causeDescription", describeCause(code))).toEqual([]);
  const notes = [...securityCodes.map(describeSecurity), ...auditCodes.map(describeAuditCode)];
  for (const note of notes) expect(errorsOf("report#/$defs/noteDescription", note)).toEqual([]);
});

test("every code of a note about security is in the schema, and has a section in docs/causes.md", () => {
  const { properties } = schema.$defs["explanation"] as {
    properties: { security: { items: { properties: { code: { enum: string[] } } } } };
  };
  expect(properties.security.items.properties.code.enum.toSorted()).toEqual(securityCodes.toSorted());
  for (const code of securityCodes) expect(causesPage().split(`### ${code}: `)).toHaveLength(2);
});

test("the schema lists every cause, and every server that a fix is written for", () => {
  expect(schema.$defs["causeCode"]?.["enum"]).toEqual(causeCodes);
  const { properties } = schema.$defs["fix"] as {
    properties: { server: { items: { properties: { server: { enum: string[] } } } } };
  };
  expect(properties.server.items.properties.server.enum).toEqual(serverNames);
});
