import type { Arrival, Seen } from "@concors/cli/lab";
import { describe, expect, test } from "vitest";
import { differences } from "../src/stage/compare.ts";
import { mended, namesSomeone, silenced } from "../src/stage/mend.ts";
import type { Played } from "../src/stage/play.ts";
import { play } from "../src/stage/play.ts";
import { presetNamed, presets } from "../src/stage/presets/presets.ts";
import { assumedOrigins, resourcesOf } from "../src/stage/sites.ts";
import type { Stage } from "../src/stage/stage.ts";
import { firstStage } from "../src/stage/stage.ts";
import { verdictOf } from "../src/stage/verdict.ts";

const origins = assumedOrigins("http");

function playIt(stage: Stage): Played {
  if (stage.siteB.kind === "policy") throw new Error("A preset says its header lines.");
  return play(stage, resourcesOf(stage.siteB, stage), "chromium", origins);
}

function helpFor(stage: Stage): ReturnType<typeof mended> {
  return mended(stage, playIt(stage).fetches.at(-1)!.explanation, origins);
}

describe("the lines that mend a stage", () => {
  test("are site B's, and name site A", () => {
    const help = helpFor(firstStage)!;
    expect(help.site).toBe("B");
    expect(help.stage.siteB).toMatchObject({
      actual: {
        headers: [
          ["Access-Control-Allow-Origin", "{{page}}"],
          ["Vary", "Origin"],
        ],
      },
    });
  });

  // One answer after another is mended: a redirect's, then that of where it leads.
  const blocked = presets.filter(
    ({ name, stage }) => name !== "sent-by-a" && verdictOf(playIt(stage)) === "blocked" && helpFor(stage) !== null,
  );
  test.each(blocked)("of $name make it readable", ({ stage }) => {
    let next = stage;
    for (let step = 0; step < 3 && verdictOf(playIt(next)) === "blocked"; step++) next = helpFor(next)?.stage ?? next;
    expect(verdictOf(playIt(next))).toBe("readable");
  });

  test("are none where no line would help", () => {
    const without = presets.filter(({ stage }) => verdictOf(playIt(stage)) === "blocked" && helpFor(stage) === null);
    expect(without.map(({ name }) => name)).toEqual(helpless);
  });

  test("do not make up for a header that site A should not send", () => {
    const help = helpFor(presetNamed("sent-by-a")!.stage)!;
    expect(verdictOf(playIt(help.stage))).toBe("blocked");
    expect(helpFor(help.stage)).toBeNull();
  });

  test("are gone again when site B says nothing", () => {
    const help = helpFor(firstStage)!;
    expect(namesSomeone(help.stage)).toBe(true);
    expect(silenced(help.stage)).toEqual(firstStage);
  });
});

const helpless = [
  "same-origin-mode",
  "method-case",
  "null-named",
  "redirect-silent",
  "redirect-named",
  "redirect-error",
  "redirect-user",
];

describe("a prediction and what happened", () => {
  const seen: Seen = { ok: false, name: "TypeError", message: "Failed to fetch", took: 1 };
  const arrival: Arrival = {
    kind: "request",
    number: 1,
    site: "B",
    scheme: "http",
    resource: "items",
    isPreflight: false,
    method: "GET",
    url: "/runs/x/items",
    headers: [],
    bodyLength: 0,
    body: "",
    at: 0,
  };

  test("are the same if the script gets an error, and the same arrives", () => {
    expect(differences(playIt(firstStage), { seen: [seen], arrivals: [arrival] })).toEqual([]);
  });

  test("differ if the script gets an answer", () => {
    const read: Seen = {
      ok: true,
      type: "cors",
      status: 200,
      url: "",
      redirected: false,
      headers: [],
      body: "",
      took: 1,
    };
    expect(differences(playIt(firstStage), { seen: [read], arrivals: [arrival] })).toEqual([
      "The prediction was that the script gets an error; it got an answer.",
    ]);
    expect(differences(playIt(presetNamed("named")!.stage), { seen: [seen], arrivals: [arrival] })).toEqual([
      "The prediction was that the script gets an answer; it got a TypeError.",
    ]);
  });

  test("differ if a header is read that should be hidden", () => {
    const read: Seen = {
      ok: true,
      type: "cors",
      status: 200,
      url: "",
      redirected: false,
      headers: [
        ["x-total", "42"],
        ["content-length", "9"],
      ],
      body: "",
      took: 1,
    };
    expect(differences(playIt(presetNamed("hidden-header")!.stage), { seen: [read], arrivals: [arrival] })).toEqual([
      "The headers to read: predicted none, in this browser x-total.",
    ]);
  });

  test("differ if more arrives", () => {
    const preflight: Arrival = { ...arrival, method: "OPTIONS", isPreflight: true };
    expect(differences(playIt(firstStage), { seen: [seen], arrivals: [preflight, arrival] })).toEqual([
      "What arrives: predicted GET B; in this browser OPTIONS B (preflight), GET B.",
    ]);
  });
});
