import type { EngineName } from "@concors/browser/engine";
import { expect, test } from "vitest";
import { play } from "../src/stage/play.ts";
import { presetNamed } from "../src/stage/presets/presets.ts";
import type { Lane, Moment } from "../src/stage/sequence.ts";
import { sequenceOf } from "../src/stage/sequence.ts";
import { assumedOrigins, resourcesOf } from "../src/stage/sites.ts";

const origins = assumedOrigins("http");

function siteOf(url: string): Lane {
  return (["A", "B", "C"] as const).find((site) => url.startsWith(origins[site])) ?? "B";
}

/** The moments of a preset's last time. */
function momentsOf(name: string, engine: EngineName = "chromium"): Moment[] {
  const { stage } = presetNamed(name)!;
  if (stage.siteB.kind === "policy") throw new Error("A preset says its header lines.");
  const { explanation, trace } = play(stage, resourcesOf(stage.siteB, stage), engine, origins).fetches.at(-1)!;
  const fromCache = trace.exchanges.some(({ preflight }) => preflight === "cached");
  return sequenceOf(explanation, fromCache, siteOf);
}

function told({ from, isPreflight, kind, title, to }: Moment): string {
  return `${kind} ${from}>${to} ${title.split("\n")[0]}${isPreflight ? " (preflight)" : ""}`;
}

const call = 'call A>browser fetch("http://127.0.0.1:4002/items"';

test("an answer that says nothing gets to the browser, and no further", () => {
  expect(momentsOf("nothing").map(told)).toEqual([
    `${call})`,
    "request browser>B GET /items",
    "answer B>browser 200 OK",
    "note browser>browser No Access-Control-Allow-Origin",
    "result browser>A TypeError: Failed to fetch",
  ]);
});

test("the line that is missing stands where it should be", () => {
  const answer = momentsOf("nothing").find(({ kind }) => kind === "answer")!;
  expect(answer.lines.filter(({ mark }) => mark === "missing")).toEqual([
    {
      name: "Access-Control-Allow-Origin",
      value: "",
      mark: "missing",
      note: expect.stringContaining("is missing; must be http://127.0.0.1:4001") as string,
    },
  ]);
});

test("both lines of two layers decide", () => {
  const answer = momentsOf("two-layers").find(({ kind }) => kind === "answer")!;
  expect(answer.lines.map(({ mark }) => mark)).toEqual(["deciding", "deciding"]);
});

test("a preflight that fails keeps the request back", () => {
  expect(momentsOf("options-405").map(told)).toEqual([
    `${call}, {`,
    "note browser>browser Asks first: a preflight",
    "request browser>B OPTIONS /items (preflight)",
    "answer B>browser 405 Method Not Allowed (preflight)",
    "note browser>browser The server does not handle OPTIONS",
    "note browser>browser PUT is never sent",
    "result browser>A TypeError: Failed to fetch",
  ]);
});

test("a grant that is kept answers in the preflight's place", () => {
  expect(momentsOf("cache").map(told)).toEqual([
    `${call}, {`,
    "note browser>browser The preflight cache answers",
    "request browser>B PUT /items",
    "answer B>browser 200 OK",
    "result browser>A 200 OK",
  ]);
});

test("a redirect leads to another site, where the origin is null", () => {
  const moments = momentsOf("redirect-named");
  expect(moments.filter(({ kind }) => kind === "request").map(told)).toEqual([
    "request browser>B GET /items",
    "request browser>C GET /moved",
  ]);
  expect(moments.find(({ to }) => to === "C")?.lines).toContainEqual({
    name: "Origin",
    value: "null",
    mark: "cors",
    note: null,
  });
});

test("a header that the script does not see says so, on the wire and in the end", () => {
  const hidden = momentsOf("hidden-header").flatMap(({ kind, lines }) =>
    lines.filter(({ mark }) => mark === "hidden").map(({ name }) => `${kind} ${name.toLowerCase()}`),
  );
  expect(hidden).toEqual(["answer x-total", "result x-total"]);
});

test("an opaque answer is neither an error nor to be read", () => {
  expect(momentsOf("no-cors").at(-1)).toMatchObject({ title: "opaque", tone: "plain" });
});

test("what is no request is never sent", () => {
  expect(momentsOf("same-origin-mode").map(({ kind }) => kind)).not.toContain("request");
});
