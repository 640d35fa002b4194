import { expect } from "vitest";

// What is done to the stage in a page, and read off it, as text: browsers differ in what drives them.

/** What the stage says of the request: as it was predicted for this browser, and as it was. */
export interface Told {
  readonly predicted: string;
  readonly happened: string;
  /** Where they differ, in sentences. */
  readonly differences: readonly string[];
}

/** Tells what the stage says. */
export const tell = `(() => {
  const answer = document.querySelector(".answer-card");
  const comparison = document.querySelector(".comparison");
  const problem = document.querySelector(".real .problem");
  return {
    predicted: answer.dataset.verdict,
    happened: comparison?.dataset.verdict ?? problem?.textContent,
    differences: [...document.querySelectorAll(".differences-list li")].map((item) => item.textContent),
  };
})()`;

/** Does something to the stage, waits until this browser has played what comes of it, and tells that. */
export function playing(expression: string): string {
  return `new Promise((resolve, reject) => {
    let hasBegun = false;
    const watch = new MutationObserver(() => {
      const { run } = document.querySelector(".real")?.dataset ?? {};
      if (run === "running") hasBegun = true;
      if (!hasBegun || run === "running") return;
      watch.disconnect();
      resolve(${tell});
    });
    watch.observe(document.body, { subtree: true, childList: true, attributes: true });
    setTimeout(reject, 20_000, new Error("The stage was not played within 20 seconds."));
    ${expression};
  })`;
}

/** What was to be seen while this browser played a stage: whom all waited for, how much was drawn, and how much moved. */
export interface Glimpse {
  readonly waits: string;
  readonly drawn: readonly string[];
  /** Whether a verdict was there. */
  readonly isTold: boolean;
  readonly moving: number;
}

/** Opens a stage, and tells what is to be seen of it at each change until this browser has played it. */
export function watching(fragment: string): string {
  return `new Promise((resolve) => {
    const glimpses = [];
    const look = () => {
      const real = document.querySelector(".real");
      const waits = real?.querySelector(".waiting")?.textContent ?? "";
      if (waits !== "" && waits !== glimpses.at(-1)?.waits) {
        glimpses.push({
          waits,
          drawn: [...real.querySelectorAll(".moment code")].filter((code) => code.closest(".said-title")).map((code) => code.textContent.split(String.fromCharCode(10))[0]),
          isTold: real.querySelector(".comparison") !== null,
          moving: real.getAnimations({ subtree: true }).filter((one) => one.effect.getTiming().duration > 1).length,
        });
      }
      if (!/done|problem/.test(real?.dataset.run) || glimpses.length === 0) return;
      watch.disconnect();
      resolve(glimpses);
    };
    const watch = new MutationObserver(look);
    watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    location.hash = ${JSON.stringify(fragment)};
  })`;
}

/** What is to be seen of a site that takes a second for each answer, in every browser. */
export const slowGlimpses = [
  {
    waits: "Site B has got the preflight, and not answered yet …",
    drawn: [expect.stringContaining("fetch("), "OPTIONS /items"],
    isTold: false,
  },
  {
    waits: "Site B has got the PUT, and not answered yet …",
    drawn: [expect.stringContaining("fetch("), "OPTIONS /items", "204 No Content", "PUT /items"],
    isTold: false,
  },
];
