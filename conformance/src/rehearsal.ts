import type { HostName, Scenario, ScenarioNode } from "./scenario.ts";

/**
 * Asked first and not counted: of the first connections that it makes to a host Firefox does not keep the preflight's
 * result.
 */
export const rehearsal: Scenario = {
  id: "rehearsal",
  kind: "cache",
  page: "A",
  nodes: { n0: open("A2"), n1: open("B"), n2: open("C") },
  steps: [0, 150, 150].flatMap((wait) =>
    ["n0", "n1", "n2"].flatMap((node) => [
      { node, method: "PUT", credentials: "omit" as const, wait },
      { node, method: "PUT" },
    ]),
  ),
};

function open(host: HostName): ScenarioNode {
  const preflight = {
    status: 204,
    headers: [
      ["Access-Control-Allow-Origin", "*"],
      ["Access-Control-Allow-Methods", "*"],
    ] as const,
  };
  return { host, preflight, actual: { status: 204, headers: [["Access-Control-Allow-Origin", "*"]] } };
}
