import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimFor } from "../../lab/src/learn/claims.ts";
import { lessons } from "../../lab/src/learn/lessons/index.ts";
import type { Claim } from "../../lab/src/learn/lessons/lesson.ts";
import type { LabInChromium } from "./lab-in-chromium.ts";
import { missingChromium, openLabInChromium } from "./lab-in-chromium.ts";

if (missingChromium !== null)
  console.warn(`The lessons are played in no browser, since Chromium is not installed: ${missingChromium}`);

describe.skipIf(missingChromium !== null)("the lessons, in Chromium", () => {
  let lab: LabInChromium;
  let page: Page;
  beforeAll(async () => {
    lab = await openLabInChromium();
    page = await lab.open("#/learn");
    page.setDefaultTimeout(5000);
  });
  afterAll(() => lab[Symbol.asyncDispose]());

  test("begin with the first, none of them played", async () => {
    expect(await page.getByText("0 of 11 played").isVisible()).toBe(true);
    await page.getByRole("link", { name: "Begin" }).press("Enter");
  });

  for (const [index, lesson] of lessons.entries()) {
    test(`${lesson.id}: asks, and this browser does what came true`, async () => {
      const title = lesson.title.replaceAll("`", "");
      await page.getByRole("heading", { level: 1, name: title }).waitFor();
      // Nothing is told before something was predicted.
      expect(await page.getByRole("button", { name: "Predict, then run it" }).isDisabled()).toBe(true);
      await page.locator("input[name=prediction]").first().press("Space");
      for (let place = 0; place < index % lesson.predictions.length; place++) await page.keyboard.press("ArrowDown");
      await page.getByRole("button", { name: "Run it" }).press("Enter");

      const told = page.locator(".prediction-choice[data-truth=true] label");
      const text = await told.innerText();
      const claim = lesson.predictions.find((prediction) => prediction.text.replaceAll("`", "") === text)!.claim;
      await expectToHold(page.locator(".lesson-stage [data-arrived]"), claim);

      for (const change of lesson.changes) {
        const item = page.locator(".lesson-changes > ul > li").nth(lesson.changes.indexOf(change));
        await item.getByRole("button").press("Enter");
        await expectToHold(item.locator("[data-arrived]"), claimFor(change, "chromium"));
      }
      const next = lessons[index + 1];
      await page.locator(next === undefined ? ".lesson-neighbours a:last-child" : "a[rel=next]").press("Enter");
    });
  }

  test("are all played in the end, and still after a reload", async () => {
    await page.getByText("11 of 11 played").waitFor();
    await page.reload();
    await page.getByText("11 of 11 played").waitFor();
    expect(lab.mistakes).toEqual([]);
  });

  async function expectToHold(told: Locator, claim: Claim): Promise<void> {
    await told.waitFor();
    expect(await told.getAttribute("data-arrived")).toBe(claim.arrives.join());
    expect(await told.getAttribute("data-readable")).toBe(String(claim.readable));
    if (claim.header === undefined || !claim.readable) return;
    const [name, value] = claim.header;
    expect((await told.innerText()).includes(name.toLowerCase())).toBe(value !== null);
  }
});
