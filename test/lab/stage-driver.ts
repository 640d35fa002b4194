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
