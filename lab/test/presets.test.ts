import type { EngineName } from "@concors/browser/engine";
import { engineNames } from "@concors/browser/engine";
import { describe, expect, test } from "vitest";
import { playInMemory } from "../../conformance/src/play-in-memory.ts";
import type { Played } from "../src/stage/play.ts";
import { play } from "../src/stage/play.ts";
import { presets } from "../src/stage/presets/presets.ts";
import { scenarioOf } from "../src/stage/scenario.ts";
import type { Resources } from "../src/stage/sites.ts";
import { assumedOrigins, resourcesOf } from "../src/stage/sites.ts";
import type { Stage } from "../src/stage/stage.ts";

/** What each preset comes to: what the script gets, and how many requests arrive each time it asks. */
const verdicts: Readonly<Record<string, string | Readonly<Record<EngineName, string>>>> = {
  nothing: "CORS-O01 1",
  named: "readable 1",
  star: "readable 1",
  echo: "readable 1",
  another: "CORS-O03 1",
  list: "CORS-O05 1",
  "two-layers": "CORS-O06 1",
  slash: "CORS-O04 1",
  "no-port": "CORS-O03 1",
  "other-scheme": "CORS-O03 1",
  "wildcard-host": "CORS-O07 1",
  misspelt: "CORS-O01 1",
  "error-without": "CORS-O02 1",
  "error-with": "readable 1",
  "sent-by-a": "CORS-P05 1",
  "no-cors": "opaque 1",
  "same-origin": "readable 1",
  "same-origin-mode": "CORS-S02 0",
  put: "readable 2",
  "options-405": "CORS-P01 1",
  "options-401": "CORS-P02 1",
  "options-404": "CORS-P01 1",
  "options-redirect": "CORS-P09 1",
  "preflight-bare": "CORS-P05 1",
  "method-missing": "CORS-M01 1",
  "method-other": "CORS-M01 1",
  "method-case": "CORS-M02 1",
  "method-star": "readable 2",
  "header-missing": "CORS-H01 1",
  "header-listed": "readable 2",
  json: "CORS-H01 1",
  form: "readable 1",
  "authorization-star": { spec: "CORS-H03 1", chromium: "readable 2", firefox: "readable 2", webkit: "readable 2" },
  "headers-invalid": "CORS-H04 1",
  "actual-bare": "CORS-O01 2",
  "preflight-another": "CORS-O03 1",
  safelisted: "readable 1",
  credentials: "readable 1",
  "credentials-star": "CORS-C01 1",
  "credentials-silent": "CORS-C02 1",
  "credentials-case": "CORS-C02 1",
  "credentials-echo": "readable 1",
  "credentials-method-star": "CORS-M03 1",
  "credentials-preflight": "CORS-C02 1",
  "credentials-omitted": "readable 1",
  "hidden-header": "readable 1",
  "exposed-header": "readable 1",
  "exposed-star": "readable 1",
  "exposed-star-credentials": "readable 1",
  "null-named": "CORS-O09 1",
  "null-star": "readable 1",
  "null-null": "readable 1",
  "null-for-a": "CORS-O10 1",
  redirect: "readable 2",
  "redirect-bare": "CORS-R01 1",
  "redirect-silent": "CORS-R05 2",
  "redirect-named": "CORS-R05 2",
  "redirect-preflight": "readable 4",
  "redirect-preflight-refused": "CORS-M01 3",
  "redirect-error": "CORS-R09 1",
  "redirect-manual": "opaqueredirect 1",
  "redirect-user": "CORS-R06 1",
  slow: "readable 2",
  cache: "readable 2+1",
  "cache-default": "readable 2+1",
  "cache-none": "readable 2+2",
  "cache-expired": "readable 2+2",
};

const origins = assumedOrigins("http");

function resources(stage: Stage): Resources {
  if (stage.siteB.kind === "policy") throw new Error("A preset says its header lines.");
  return resourcesOf(stage.siteB, stage);
}

function verdictOf({ fetches }: Played): string {
  const { cause, readable, response } = fetches.at(-1)!.explanation;
  const requests = fetches.map(({ trace }) => trace.exchanges.length).join("+");
  return `${cause?.code ?? (readable ? "readable" : response?.type)} ${requests}`;
}

test("every preset has a row here", () => {
  expect(Object.keys(verdicts)).toEqual(presets.map(({ name }) => name));
});

describe.each(presets.map((preset) => [preset.name, preset.stage] as const))("%s", (name, stage) => {
  test.each(engineNames)("in %s", (engine) => {
    const played = play(stage, resources(stage), engine, origins);
    const want = verdicts[name];
    expect(verdictOf(played)).toBe(typeof want === "object" ? want[engine] : want);
  });

  test.each(engineNames)("in %s, as conformance plays its scenario", (engine) => {
    const played = play(stage, resources(stage), engine, origins);
    const { steps, wire } = playInMemory(scenarioOf(stage, resources(stage)), engine);

    const outcomes = steps.map((step) => (step.ok ? [step.type, step.status, step.redirected] : step.error));
    expect(outcomes).toEqual(
      played.fetches.map(({ trace: { outcome } }) =>
        outcome.ok ? [outcome.type, outcome.status, outcome.redirected] : "TypeError",
      ),
    );
    expect(wire.map(({ method, node }) => `${method} ${node}`)).toEqual(
      played.fetches.flatMap(({ trace }) =>
        trace.exchanges.map(({ method, url }) => `${method} ${new URL(url).pathname.slice(1)}`),
      ),
    );
  });
});

test("a grant is kept for as long as each engine keeps it", () => {
  const stage = presets.find(({ name }) => name === "cache")!.stage;
  const long = JSON.parse(JSON.stringify(stage).replace("600", "100000")) as Stage;
  const seconds = engineNames.map((engine) => play(long, resources(long), engine, origins).kept[0]?.remaining);
  expect(seconds).toEqual([100_000, 7200, 86_400, 600]);
});
