import { source } from "axe-core";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

/**
 * What an audit for accessibility finds, in a line each: its rule, and where.
 *
 * @param rules those to ask; all of them if left out
 */
export async function axeViolations(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(`if (typeof axe === "undefined") { ${source} }`);
  // Site A's page, in its frame, is empty and for nobody to see.
  const options: RunOptions = {
    iframes: false,
    resultTypes: ["violations"],
    ...(rules !== undefined && { runOnly: [...rules] }),
  };
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
