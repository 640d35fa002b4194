import { describe, expect, test } from "vitest";
import { createCors } from "../../src/index.ts";
import type { CorsRequest, Policy } from "../../src/index.ts";
import { rows } from "../protocol/rows.ts";
import type { Row } from "../protocol/rows.ts";

interface ExplainRow extends Row {
  readonly policy: Policy;
  readonly request: CorsRequest;
  readonly allowed: boolean;
  readonly sentence: string;
  readonly decidedBy: readonly (string | number)[] | null;
  readonly step: string;
}

describe("explain", () => {
  test.each(rows<ExplainRow>("../policy/explain.json"))("$name", ({ policy, request, ...want }) => {
    const { allowed, sentence, decidedBy, step } = createCors(policy).explain(request);
    expect({ name: want.name, allowed, sentence, decidedBy, step: step.name }).toEqual(want);
  });
});
