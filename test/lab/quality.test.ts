import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeViolations } from "./axe.ts";
import type { LabInChromium } from "./lab-in-chromium.ts";
import { missingChromium, openLabInChromium } from "./lab-in-chromium.ts";

if (missingChromium !== null)
  console.warn(`The Lab is looked at in no browser, since Chromium is not installed: ${missingChromium}`);

/** States of the page that look different, and what has to be there before they are looked at. */
const states: readonly { readonly fragment: string; readonly ready: string; readonly press?: string }[] = [
  { fragment: "#/", ready: ".real[data-run=done]" },
  { fragment: "#/stage?preset=redirect-preflight", ready: ".real[data-run=done]" },
  { fragment: "#/stage?preset=cache", ready: ".real[data-run=done]" },
  { fragment: "#/check", ready: "h1" },
  { fragment: "#/fix", ready: "h1" },
  { fragment: "#/learn", ready: ".learn-lessons" },
  { fragment: "#/learn/preflight", ready: ".lesson-question" },
  { fragment: "#/learn/preflight", ready: "[data-arrived]", press: ".lesson-question [type=submit]" },
];

const widths = [360, 1440] as const;
/** In the other theme only the colours are others. */
const themes = [
  ["light", undefined],
  ["dark", ["color-contrast"]],
] as const;

describe.skipIf(missingChromium !== null)("the Lab, as it is looked at", () => {
  let lab: LabInChromium;
  let page: Page;
  const hosts = new Set<string>();
  beforeAll(async () => {
    lab = await openLabInChromium();
    page = await lab.open("#/learn", { reducedMotion: "reduce" });
    page.setDefaultTimeout(10_000);
    page.on("request", (request) => hosts.add(new URL(request.url()).host.replace(/:\d+$/, "")));
  });
  afterAll(() => lab[Symbol.asyncDispose]());

  for (const { fragment, press, ready } of states) {
    test(`${fragment}${press === undefined ? "" : ", played"}: has nothing that axe objects to, and no line too wide`, async () => {
      // A page of its own for each: a fragment alone would keep what the one before has drawn.
      await page.goto("about:blank");
      await page.goto(`${lab.origin}/${fragment}`);
      if (ready.startsWith(".real")) await page.locator(".real").scrollIntoViewIfNeeded();
      if (press !== undefined) {
        await page.locator("input[name=prediction]").first().check();
        await page.locator(press).click();
      }
      await page.locator(ready).first().waitFor();
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        expect(await sidewaysScroll(page)).toBe(0);
        for (const [colorScheme, rules] of themes) {
          await page.emulateMedia({ colorScheme });
          const found = await axeViolations(page, rules);
          expect({ width, colorScheme, found }).toEqual({ width, colorScheme, found: [] });
        }
      }
    });
  }

  test("a view that a link leads to begins at its top, and Back finds the other as it was left", async () => {
    const y = (): Promise<unknown> => page.evaluate("scrollY");
    await page.setViewportSize({ width: 360, height: 500 });
    await page.goto(`${lab.origin}/#/learn`);
    await page.locator(".learn-lessons").waitFor();
    await page.evaluate("scrollTo(0, 400)");
    await page.evaluate(`document.querySelector('header a[href^="#/check"]').click()`);
    await page.locator("#check-box").waitFor();
    expect(await y()).toBe(0);
    await page.goBack();
    await page.locator(".learn-lessons").waitFor();
    await expect.poll(y).toBe(400);
  });

  test("nothing moves for who asked for less motion", async () => {
    await page.goto(`${lab.origin}/#/`);
    await page.locator(".diagram").first().waitFor();
    const moving = await page.evaluate(`document
      .getAnimations()
      .map((animation) => animation.effect.getTiming().duration)
      .filter((duration) => duration > 1)`);
    expect(moving).toEqual([]);
  });

  test("no request has left the machine, and nothing went wrong", () => {
    expect([...hosts]).toEqual(["127.0.0.1"]);
    expect(lab.mistakes).toEqual([]);
  });
});

/** How many pixels the page can be scrolled sideways. */
function sidewaysScroll(page: Page): Promise<unknown> {
  // Less than the window is wide where room is kept for a scroll bar.
  return page.evaluate("Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)");
}
