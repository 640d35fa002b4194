import { Validator } from "@cfworker/json-schema";
import type { Report } from "@concors/explain";
// The page has no files to read: the schema is a part of it.
import schemaText from "../../../docs/explanation.schema.json?raw";

/** What a check found out, as it is shown, shared and saved. */
export interface Results {
  readonly reports: readonly Report[];
  /** How often each happened, for those of a recording. */
  readonly times: readonly number[];
  readonly remarks: readonly string[];
  /** What there is to say if there is no report. */
  readonly line: string | null;
}

const validator = new Validator(JSON.parse(schemaText) as object, "2020-12");

/** What stands in a link or a file that says it holds results. */
export class ResultsError extends Error {
  override readonly name = "ResultsError";
}

/**
 * Takes what came with a link, or what `concors check --json` printed, for what it says it is.
 *
 * @throws ResultsError with one sentence if it is something else
 */
export function readResults(value: unknown): Results {
  const reports: unknown[] = [value].flat();
  if (reports.length === 0) return { reports: [], times: [], remarks: [], line: "Nothing was blocked." };
  for (const report of reports) {
    const { errors, valid } = validator.validate(report);
    if (!valid)
      throw new ResultsError(
        `These are no results of a check: ${errors.at(-1)?.instanceLocation ?? "#"} is not as docs/explanation.schema.json says.`,
      );
  }
  return { reports: reports as Report[], times: reports.map(() => 1), remarks: [], line: null };
}
