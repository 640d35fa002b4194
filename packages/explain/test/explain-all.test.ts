import { engineNames, departuresAtWork } from "@concors/browser/engine";
import { describe, expect, test } from "vitest";
import { explainAll } from "../src/index.ts";
import type { Report } from "../src/index.ts";
import type { Row } from "./play.ts";
import { play } from "./play.ts";

const allowing = [["Access-Control-Allow-Origin", "https://app.example.com"]] as const;

function reportOf(row: Omit<Row, "name" | "want">): Report {
  const traces = engineNames.map((engine) => play({ name: "", want: { code: null }, ...row }, engine));
  return explainAll(traces, { departures: new Map(traces.map((trace) => [trace.engine, departuresAtWork(trace)])) });
}

describe("several engines", () => {
  test("with one story share an explanation", () => {
    const { engines, explanations, verdict } = reportOf({
      answers: { "GET https://api.example.com/items": { status: 200 } },
    });
    expect(verdict).toBe("blocked");
    expect(explanations).toHaveLength(1);
    expect(engines.map(({ code, explanation }) => [code, explanation])).toEqual(engineNames.map(() => ["CORS-O01", 0]));
  });

  test("name different reasons for one cause, and the report says which", () => {
    const { explanations } = reportOf({ init: { method: "PUT" }, answers: {} });
    expect(explanations).toHaveLength(1);
    expect(explanations[0]?.notes).toContainEqual({
      code: "engines-name-another-reason",
      summary:
        "Chromium and Firefox name the missing Access-Control-Allow-Origin in the console; it is missing because of the status.",
    });
  });

  test("that disagree are mixed, the blocked ones first, with the departure that makes the difference", () => {
    const { engines, explanations, verdict } = reportOf({
      init: { headers: [["Save-Data", "on"]] },
      answers: { "GET https://api.example.com/items": { status: 200, headers: allowing } },
    });
    expect(verdict).toBe("mixed");
    expect(explanations.map((explanation) => explanation.verdict)).toEqual(["blocked", "allowed"]);
    const chromium = engines.find(({ engine }) => engine === "chromium");
    expect(chromium).toMatchObject({ verdict: "allowed", explanation: 1 });
    expect(chromium?.departures.map(({ id }) => id)).toContain("client-hints-are-safelisted");
    expect(Object.keys(chromium!.departures[0]!)).toEqual(["id", "does", "standard"]);
  });

  test("are judged by the browsers among them: the standard alone blocks nobody", () => {
    const { explanations, verdict } = reportOf({
      init: { headers: [["Authorization", "Bearer x"]] },
      answers: {
        "OPTIONS https://api.example.com/items": {
          status: 204,
          headers: [...allowing, ["Access-Control-Allow-Headers", "*"]],
        },
        "GET https://api.example.com/items": { status: 200, headers: allowing },
      },
    });
    expect(verdict).toBe("allowed");
    expect(explanations.map(({ cause }) => cause?.code ?? null)).toEqual([null, "CORS-H03"]);
  });

  test("tell one that asks its user from those that do not", () => {
    const answers = {
      "GET https://api.example.com/items": { status: 200, headers: allowing, remoteAddress: "127.0.0.1" },
    };
    const { engines, explanations } = reportOf({ answers });
    expect(engines.filter(({ needsPermission }) => needsPermission).map(({ engine }) => engine)).toEqual(["chromium"]);
    expect(explanations[0]?.notes.map(({ code }) => code)).toEqual(["local-network-access"]);
  });
});
