import type { Arrival, Seen } from "@concors/cli/lab";
import { expect, test } from "vitest";
import type { Happened } from "../src/stage/compare.ts";
import { happenedSequence, waitingFor } from "../src/stage/happened-sequence.ts";
import { firstStage, stageWith } from "../src/stage/stage.ts";

function request(number: number, method: string, isPreflight = false): Arrival {
  return {
    kind: "request",
    number,
    site: "B",
    scheme: "http",
    resource: "items",
    isPreflight,
    method,
    url: "http://127.0.0.1:4002/runs/x/items",
    headers: [],
    bodyLength: 0,
    body: "",
    at: 0,
  };
}

function answer(number: number, status: number): Arrival {
  return { kind: "answer", number, status, headers: [], body: "", at: 0 };
}

const seen: Seen = { ok: false, name: "TypeError", message: "Failed to fetch", took: 1 };
const twice = stageWith({ request: { method: "PUT", times: 2, pause: 3 } });

/** How a run goes on, and what is told of each moment of it: whom all wait for, and what is drawn by then. */
const moments: readonly (readonly [name: string, Happened, waits: string | null, drawn: readonly string[]])[] = [
  ["the page comes first", { begun: 0, seen: [], arrivals: [], arrivedBy: [] }, "A: Site A's page is on its way …", []],
  [
    "the browser has been asked, and nothing has arrived",
    { begun: 1, seen: [], arrivals: [], arrivedBy: [] },
    "browser: Your browser is at it …",
    ["call"],
  ],
  [
    "the preflight has arrived",
    { begun: 1, seen: [], arrivals: [request(1, "OPTIONS", true)], arrivedBy: [] },
    "B: Site B has got the preflight, and not answered yet …",
    ["call OPTIONS /items"],
  ],
  [
    "it was answered",
    { begun: 1, seen: [], arrivals: [request(1, "OPTIONS", true), answer(1, 204)], arrivedBy: [] },
    "browser: Your browser is at it …",
    ["call OPTIONS /items, 204 No Content"],
  ],
  [
    "the first time is over",
    { begun: 1, seen: [seen], arrivals: [request(1, "OPTIONS", true), answer(1, 204)], arrivedBy: [2] },
    "A: Site A asks again after 3 s …",
    ["call OPTIONS /items, 204 No Content, TypeError: Failed to fetch"],
  ],
  [
    "the second time, the preflight is kept",
    {
      begun: 2,
      seen: [seen],
      arrivals: [request(1, "OPTIONS", true), answer(1, 204), request(2, "PUT")],
      arrivedBy: [2],
    },
    "B: Site B has got the PUT, and not answered yet …",
    ["call OPTIONS /items, 204 No Content, TypeError: Failed to fetch", "call PUT /items"],
  ],
  [
    "all is over",
    { begun: 2, seen: [seen, seen], arrivals: [request(1, "OPTIONS", true), answer(1, 204)], arrivedBy: [2, 2] },
    null,
    ["call OPTIONS /items, 204 No Content, TypeError: Failed to fetch", "call TypeError: Failed to fetch"],
  ],
];

test.each(moments)("%s", (_name, happened, waits, drawn) => {
  const waiting = waitingFor(happened, twice);
  expect(waiting && `${waiting.for}: ${waiting.words}`).toBe(waits);
  const chapters = happenedSequence(happened, twice, "call");
  expect(
    chapters.map((all) =>
      all
        .map(({ title }) => title)
        .join(", ")
        .replace("call, ", "call "),
    ),
  ).toEqual(drawn);
});

test("an answer belongs to its request, whatever comes between them", () => {
  const arrivals = [request(1, "GET"), request(2, "PUT"), answer(1, 200), answer(2, 201)];
  const [only] = happenedSequence({ begun: 1, seen: [], arrivals, arrivedBy: [] }, firstStage, "call");
  expect(only!.map(({ from, title, to }) => `${from}>${to} ${title}`)).toEqual([
    "A>browser call",
    "browser>B GET /items",
    "browser>B PUT /items",
    "B>browser 200 OK",
    "B>browser 201 Created",
  ]);
});
