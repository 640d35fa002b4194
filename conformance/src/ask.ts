import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { finished } from "node:stream/promises";
import { askBrowser } from "./ask-browser.ts";
import type { BrowserName } from "./data.ts";
import { browserNames } from "./data.ts";
import type { Scenario } from "./scenario.ts";

const usage = "usage: npm run ask -w conformance -- FILE OUT [chromium|firefox|webkit]…";

/** Asks browsers a file of scenarios; OUT gets the scenarios and a file for each browser, line by line. */
async function ask(file: string, out: string, browsers: readonly BrowserName[], signal: AbortSignal): Promise<void> {
  const scenarios = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Scenario);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "scenarios.jsonl"), scenarios.map((scenario) => `${JSON.stringify(scenario)}\n`).join(""));
  for (const browser of browsers) {
    const lines = createWriteStream(join(out, `${browser}.jsonl`));
    const began = Date.now();
    let count = 0;
    try {
      await askBrowser(browser, scenarios, {
        signal,
        onObservation(observation) {
          lines.write(`${JSON.stringify(observation)}\n`);
          if (++count % 200 === 0) console.error(`${browser}: ${count} of ${scenarios.length}`);
        },
      });
    } finally {
      lines.end();
      await finished(lines);
    }
    console.error(`${browser}: ${count} scenarios in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
}

function isBrowserName(name: string): name is BrowserName {
  return browserNames.some((browser) => browser === name);
}

const [file, out, ...names] = process.argv.slice(2);
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => interruption.abort());

if (file === undefined || out === undefined || !names.every(isBrowserName)) {
  console.error(usage);
  process.exitCode = 2;
} else {
  // npm runs scripts in the workspace; paths are meant from where it was called.
  const from = process.env["INIT_CWD"] ?? ".";
  try {
    await ask(resolve(from, file), resolve(from, out), names.length > 0 ? names : browserNames, interruption.signal);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
  }
}
