import type { SimulatedAnswer } from "../../simulation/simulation.ts";
import { hostIn, isMet, textOf } from "./evaluate.ts";
import type { Statement, Subroutine } from "./parse-vcl.ts";
import type { Run } from "./run.ts";

/**
 * Sends a request through the subroutines that Varnish calls for it: to an application, or to an answer of its own.
 *
 * @see https://varnish-cache.org/docs/7.1/reference/states.html
 */
export function answerRequest(subroutines: readonly Subroutine[], run: Run): SimulatedAnswer {
  const first = callAll(["vcl_recv"], subroutines, run);
  const answer = (by: SimulatedAnswer["by"], at?: Statement["at"]): SimulatedAnswer => ({
    by,
    status: by === "here" ? run.status : null,
    at,
    headers: run.headers,
    strips: run.stripped.has("access-control-allow-origin"),
    asksPassword: false,
  });
  if (first?.action === "synth" || first?.action === "error") {
    run.status = Number(first.status ?? 200);
    callAll(["vcl_synth", "vcl_error"], subroutines, run);
    return answer("here", first.at);
  }
  // What is piped goes by: nothing is set in its answer.
  if (first?.action === "pipe") return answer("application", first.at);
  callAll(["vcl_backend_response", "vcl_fetch"], subroutines, run);
  const last = callAll(["vcl_deliver"], subroutines, run);
  if (last?.action !== "synth") return answer("application");
  run.status = Number(last.status ?? 200);
  run.headers = [];
  callAll(["vcl_synth", "vcl_error"], subroutines, run);
  return answer("here", last.at);
}

interface Returned {
  readonly action: string;
  readonly status: string | null;
  readonly at: Statement["at"];
}

/** Subroutines of a name are one. */
function callAll(
  names: readonly string[],
  subroutines: readonly Subroutine[],
  run: Run,
  within: readonly string[] = [],
): Returned | null {
  for (const { name, statements } of subroutines) {
    if (!names.includes(name)) continue;
    const returned = runStatements(statements, subroutines, run, within);
    // Without an action, `return` leaves the subroutine alone.
    if (returned !== null) return returned.action === "" ? null : returned;
  }
  return null;
}

function runStatements(
  statements: readonly Statement[],
  subroutines: readonly Subroutine[],
  run: Run,
  within: readonly string[],
): Returned | null {
  for (const statement of statements) {
    const returned = runStatement(statement, subroutines, run, within);
    if (returned !== null) return returned;
  }
  return null;
}

function runStatement(
  statement: Statement,
  subroutines: readonly Subroutine[],
  run: Run,
  within: readonly string[],
): Returned | null {
  const { at } = statement;
  switch (statement.kind) {
    case "set": {
      const value = textOf(statement.value, run);
      const before = statement.adds ? (run.variable(statement.name) ?? "") : "";
      if (value !== undefined) run.set(statement.name, value === null ? null : `${before}${value}`, at);
      else if (saysCors(statement)) run.note(at, `What ${statement.name} is set to is not told by this file alone.`);
      return null;
    }
    case "unset":
      run.set(statement.name, null, at);
      return null;
    case "call":
      if (within.includes(statement.name)) return null;
      return callAll([statement.name], subroutines, run, [...within, statement.name]);
    case "return": {
      const [status] = statement.arguments;
      return { action: statement.action, status: status === undefined ? null : (textOf(status, run) ?? null), at };
    }
    case "if": {
      for (const { condition, statements } of statement.branches) {
        const met = condition === null || isMet(condition, run);
        const host = met === null && statements.some(saysCors) ? hostIn(condition!) : null;
        if (host !== null) {
          run.note(condition!.at, `This is for the host ${host} alone.`);
          return runStatements(statements, subroutines, run, within);
        }
        if (met === null && statements.some(saysCors))
          run.note(condition!.at, "Which requests this is for is not told by this file alone.");
        if (met === true) return runStatements(statements, subroutines, run, within);
      }
      return null;
    }
    case "other":
      return null;
  }
}

/** Whether a statement sets a header of CORS. */
export function saysCors(statement: Statement): boolean {
  if (statement.kind === "if") return statement.branches.some(({ statements }) => statements.some(saysCors));
  return (statement.kind === "set" || statement.kind === "unset") && /\.http\.access-control-/i.test(statement.name);
}
