import { explainHar } from "../../check/har/explain-har.ts";
import { parseHar } from "../../check/har/har-file.ts";
import { runCheck } from "../../check/run-check.ts";
import type { Io } from "../../io.ts";
import { UsageError } from "../../usage-error.ts";
import { badRequest, ProblemError } from "../problem.ts";
import type { CheckAnswer } from "../wire.ts";
import type { CheckedOrder } from "./check-order.ts";
import { checkOrder } from "./check-order.ts";
import { pageWords } from "./page-words.ts";

/** How many are under way at once. */
const mostChecks = 4;

/** Checks as `concors check` does, for a page. */
export function createCheck(io: Pick<Io, "env" | "lookup">): (order: unknown) => Promise<CheckAnswer> {
  let underWay = 0;
  return async (value) => {
    if (underWay >= mostChecks)
      throw new ProblemError(429, `${mostChecks} checks are under way already: wait until one of them is done.`);
    underWay++;
    try {
      return await answerOrder(checkOrder(value), io);
    } catch (error) {
      throw error instanceof UsageError ? badRequest(pageWords(error.message)) : error;
    } finally {
      underWay--;
    }
  };
}

async function answerOrder(order: CheckedOrder, io: Pick<Io, "env" | "lookup">): Promise<CheckAnswer> {
  if (order.kind === "har") return harAnswer(order.text);
  const report = await runCheck(order.input, io);
  return { kind: order.kind, reports: [report], times: [1], count: 1, remarks: order.input.remarks.map(pageWords) };
}

function harAnswer(text: string): CheckAnswer {
  const har = parseHar(text, "recording");
  const { count, failed } = explainHar(har, har.engine, []);
  return {
    kind: "har",
    reports: failed.map(({ report }) => report),
    times: failed.map(({ times }) => times),
    count,
    remarks: [],
  };
}
