import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { difference } from "../src/compare.ts";
import type { RecordedScenario } from "../src/data.ts";
import { recordedScenarios } from "../src/data.ts";
import { playOverSockets } from "../src/play-over-sockets.ts";
import { ScenarioServer } from "../src/scenario-server.ts";
import { hasLoopbackAddresses } from "./loopback.ts";
import { sampleOfEachKind, waitOf } from "./sample.ts";

const recorded = recordedScenarios();
const atOnce = sampleOfEachKind(
  recorded.filter((row) => waitOf(row) === 0),
  12,
);
/** An answer of `Access-Control-Allow-Origin:  * `, which the browsers take for `*`. */
const padded = recorded.filter(({ scenario }) => scenario.id === "s11-2");
const kinds = [...new Set(atOnce.map(({ scenario }) => scenario.kind))];
const waiting = recorded.filter((row) => waitOf(row) === 1400).slice(0, 3);

let server: ScenarioServer;

async function differenceOf({ scenario, observed }: RecordedScenario): Promise<string> {
  const differs = difference(await playOverSockets(scenario, "chromium", server), observed.chromium);
  return differs === "" ? "" : `${scenario.id}\n${differs}`;
}

async function expectSameAsChromium(rows: readonly RecordedScenario[]): Promise<void> {
  const differences = await Promise.all(rows.map(differenceOf));
  expect(differences.join("")).toBe("");
}

describe.skipIf(!hasLoopbackAddresses)("over sockets", () => {
  beforeAll(async () => {
    server = await ScenarioServer.start();
  });
  afterAll(() => server.close());

  test.each(kinds)("%s", async (kind) => {
    await expectSameAsChromium(atOnce.filter(({ scenario }) => scenario.kind === kind));
  });

  test("white space around a value, which belongs to the line", async () => {
    await expectSameAsChromium(padded);
  });

  test("the CORS-preflight cache, in real time", async () => {
    await expectSameAsChromium(waiting);
  });
});
