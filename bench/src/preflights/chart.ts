import { maxAges } from "./play.ts";
import type { Results } from "./play.ts";
import { outcomeOf, series, spoken } from "./words.ts";

const width = 760;
const height = 360;
const plot = { left: 48, right: 12, top: 56, bottom: 40 };
/** The most that there can be, which is one for each request. */
const most = 1000;
const gapBetweenGroups = 28;

/** The chart of `docs/preflights.md`, in the colours of whatever it is shown on: dark or light. */
export function chartOf(results: Results): string {
  const group = (width - plot.left - plot.right) / maxAges.length;
  const bar = (group - gapBetweenGroups) / series.length;
  const y = (value: number): number => height - plot.bottom - (value / most) * (height - plot.top - plot.bottom);
  const grid = [0, 250, 500, 750, 1000].map(
    (value) =>
      `<path class="grid" d="M${plot.left} ${y(value)}H${width - plot.right}"/>` +
      `<text x="${plot.left - 6}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
  );
  const bars = maxAges.flatMap((maxAge, at) => {
    const left = plot.left + at * group + gapBetweenGroups / 2;
    const ofGroup = series.map(({ answers, urls }, index) => {
      const { all } = outcomeOf(results, { answers, urls, maxAge });
      const x = (left + index * bar).toFixed(1);
      const middle = (left + (index + 0.5) * bar).toFixed(1);
      return (
        `<rect class="s${index}" x="${x}" y="${y(all).toFixed(1)}" width="${(bar - 2).toFixed(1)}" ` +
        `height="${(y(0) - y(all)).toFixed(1)}"/>` +
        `<text class="value" x="${middle}" y="${(y(all) - 4).toFixed(1)}" text-anchor="middle">${all}</text>`
      );
    });
    const label = `<text x="${(left + (group - gapBetweenGroups) / 2).toFixed(1)}" y="${height - 16}" text-anchor="middle">${spoken(maxAge)}</text>`;
    return [...ofGroup, label];
  });
  const legend = series.map(
    ({ name }, index) =>
      `<rect class="s${index}" x="${plot.left + index * 172}" y="30" width="12" height="12"/>` +
      `<text x="${plot.left + index * 172 + 17}" y="40">${name}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">Preflights for each 1,000 requests, by Access-Control-Max-Age in seconds</title>`,
    `<style>`,
    `text{font:12px system-ui,sans-serif;fill:#24292f}.value{font-size:10px}.title{font-size:14px;font-weight:600}`,
    `.page{fill:#fff}.grid{stroke:#8886;fill:none}.s0{fill:#0a6e4f}.s1{fill:#58b894}.s2{fill:#a8470b}.s3{fill:#e8965a}`,
    `@media(prefers-color-scheme:dark){text{fill:#e6edf3}.page{fill:#0d1117}.s0{fill:#2fb98a}.s1{fill:#94dcc0}.s2{fill:#e0702a}.s3{fill:#f3b78d}}`,
    `</style>`,
    // The page around it may be dark where the system is not.
    `<rect class="page" width="${width}" height="${height}"/>`,
    `<text class="title" x="${plot.left}" y="18">Preflights for each 1,000 requests, by Access-Control-Max-Age in seconds</text>`,
    ...legend,
    ...grid,
    ...bars,
    `</svg>`,
    ``,
  ].join("\n");
}
