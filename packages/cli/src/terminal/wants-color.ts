import type { Io } from "../io.ts";

/** Whether output is coloured: on a terminal that can, unless somebody says no. */
export function wantsColor(option: boolean, { env, terminal }: Pick<Io, "env" | "terminal">): boolean {
  return option && terminal.isTerminal && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}
