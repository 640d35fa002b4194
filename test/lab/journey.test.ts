import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StartedLab } from "../../packages/cli/src/lab/start-lab.ts";
import { startLab } from "../../packages/cli/src/lab/start-lab.ts";
import { nobody } from "../../packages/cli/test/lab/lab-client.ts";
import { missingBrowser, openFirefox, openWebKit } from "./other-browsers.ts";
import type { Glimpse } from "./stage-driver.ts";
import { playing, slowGlimpses, tell, watching } from "./stage-driver.ts";

let lab: StartedLab;
beforeAll(async () => {
  lab = await startLab({ port: 0, isSecure: false }, nobody);
});
afterAll(() => lab.close());

describe.each([
  ["firefox", openFirefox],
  ["webkit", openWebKit],
] as const)("in %s", (name, openBrowser) => {
  const missing = missingBrowser(name);
  if (missing !== null) console.warn(`The Lab is not tried in ${name}, which is not installed: ${missing}`);

  test.skipIf(missing !== null)(
    "the first screen fails, one switch at site B mends it, and what a slow site gets is drawn as it arrives",
    { timeout: 120_000 },
    async () => {
      await using page = await openBrowser(`${lab.origin}/`);
      const finished = `new Promise((resolve) => {
      const watch = setInterval(() => {
        // It is run when it is looked at.
        document.querySelector(".real")?.scrollIntoView();
        if (!/done|problem/.test(document.querySelector(".real")?.dataset.run)) return;
        clearInterval(watch);
        resolve(${tell});
      }, 50);
    })`;
      expect(await page.evaluate(finished)).toMatchObject({
        predicted: "blocked",
        happened: "blocked",
        differences: [],
      });
      const mended = await page.evaluate(playing(`document.querySelector(".answer-switch input").click()`));
      expect(mended).toMatchObject({ predicted: "readable", happened: "readable", differences: [] });
      const glimpses = (await page.evaluate(watching("#/stage?preset=slow"))) as Glimpse[];
      expect(glimpses.filter(({ waits }) => waits.startsWith("Site B"))).toMatchObject(slowGlimpses);
    },
  );
});
