import { checkSite } from "@concors/config";
import type { CheckedSite } from "@concors/config";
import { explain } from "@concors/explain";
import { engineNames } from "@concors/browser/engine";
import type { Policy } from "concors";
import type { Header } from "concors/protocol";
import { describe, expect, test } from "vitest";
import { play, rows } from "../../../packages/explain/test/play.ts";
import { answerDiffs, isSame } from "../../src/fix/header-diff.ts";

function siteOf(policy: Policy): CheckedSite {
  const checked = checkSite(policy);
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join("\n"));
  return checked.site;
}

const page = "https://app.example.com";
const policy: Policy = { origins: [page], methods: ["PUT"], requestHeaders: ["Content-Type"] };
const acao: Header = ["Access-Control-Allow-Origin", page];

/** The lines of each answer: " " stays, "-" goes, "+" is new. */
function diffOf(headers: readonly Header[], preflight?: { status: number; headers: readonly Header[] }): string[][] {
  const explanation = explain(
    play(
      {
        name: "",
        want: { code: null },
        init: preflight === undefined ? {} : { method: "PUT" },
        answers: {
          "GET https://api.example.com/items": { status: 200, headers },
          "PUT https://api.example.com/items": { status: 200, headers },
          ...(preflight === undefined ? {} : { "OPTIONS https://api.example.com/items": preflight }),
        },
      },
      "chromium",
    ),
  );
  const marks = { same: " ", gone: "-", new: "+" };
  return answerDiffs(explanation, siteOf(policy)).map(({ lines }) => lines.map(({ kind, text }) => marks[kind] + text));
}

describe("against an answer", () => {
  test.each<[string, readonly Header[], readonly string[]]>([
    ["that says nothing, all is new", [], [" 200", `+Access-Control-Allow-Origin: ${page}`, "+Vary: Origin"]],
    [
      "that says the same, nothing is",
      [acao, ["Vary", "Origin"]],
      [" 200", ` Access-Control-Allow-Origin: ${page}`, " Vary: Origin"],
    ],
    [
      "whose names are in another case, nothing is",
      [
        ["access-control-allow-origin", page],
        ["vary", "accept-encoding, ORIGIN"],
      ],
      [" 200", ` access-control-allow-origin: ${page}`, " vary: accept-encoding, ORIGIN"],
    ],
    [
      "that lets everyone in, a line takes another's place",
      [
        ["Access-Control-Allow-Origin", "*"],
        ["Vary", "Accept"],
      ],
      [
        " 200",
        "-Access-Control-Allow-Origin: *",
        `+Access-Control-Allow-Origin: ${page}`,
        " Vary: Accept",
        "+Vary: Origin",
      ],
    ],
    [
      "that says it twice, one goes",
      [acao, acao, ["Vary", "*"]],
      [" 200", ` Access-Control-Allow-Origin: ${page}`, `-Access-Control-Allow-Origin: ${page}`, " Vary: *"],
    ],
    [
      "that says something else first, that goes",
      [["Access-Control-Allow-Origin", "*"], acao, ["Vary", "Origin"]],
      [" 200", "-Access-Control-Allow-Origin: *", ` Access-Control-Allow-Origin: ${page}`, " Vary: Origin"],
    ],
    [
      "that allows credentials too, that goes",
      [acao, ["Access-Control-Allow-Credentials", "true"], ["Vary", "Origin"]],
      [" 200", ` Access-Control-Allow-Origin: ${page}`, "-Access-Control-Allow-Credentials: true", " Vary: Origin"],
    ],
  ])("%s", (_name, headers, lines) => {
    expect(diffOf(headers)).toEqual([lines]);
  });

  test("to a preflight that is refused, the status changes, and the request that was never sent is told", () => {
    expect(diffOf([], { status: 405, headers: [["Allow", "GET"]] })).toEqual([
      [
        "-405",
        "+204 No Content",
        `+Access-Control-Allow-Origin: ${page}`,
        "+Access-Control-Allow-Methods: PUT",
        "+Access-Control-Allow-Headers: Content-Type",
        "+Vary: Origin",
      ],
      [`+Access-Control-Allow-Origin: ${page}`, "+Vary: Origin"],
    ]);
  });

  test("that the policy does not let in, it says so", () => {
    const explanation = explain(
      play({ name: "", want: { code: null }, page: "https://other.example/", answers: {} }, "spec"),
    );
    const [diff] = answerDiffs(explanation, siteOf(policy));
    expect(diff?.remark).toContain("does not let the page in");
  });
});

describe("the policy of a fix mends what it is for:", () => {
  test.each(rows.map((row) => [row.name, row] as const))("%s", (_name, row) => {
    for (const engine of engineNames) {
      const explanation = explain(play(row, engine));
      const { headers, policy: granted } = explanation.fix;
      if (granted === null || headers === null) continue;
      const diffs = answerDiffs(explanation, siteOf(granted));
      // Whatever the fix says is missing is new, and an answer that fails is not left as it is.
      expect(diffs.every(isSame)).toBe(false);
    }
  });
});
