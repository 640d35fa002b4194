import { items } from "./day.ts";
import { maxAges } from "./play.ts";
import type { Results, Setting } from "./play.ts";
import { outcomeOf, series, spoken } from "./words.ts";

/** `docs/preflights.md`. */
export function pageOf(results: Results): string {
  const per = (answers: Setting["answers"], urls: Setting["urls"], maxAge: number | null): number =>
    outcomeOf(results, { answers, urls, maxAge }).all;
  const engines = Object.keys(
    outcomeOf(results, { answers: "constant", urls: "one", maxAge: null }).byEngine,
  ).toSorted();
  const all = series.map(({ answers, urls, name }) => [name, ...maxAges.map((age) => String(per(answers, urls, age)))]);
  const caps = engines.map((engine) => [
    engine,
    ...maxAges.map((maxAge) => {
      const outcome = outcomeOf(results, { answers: "constant", urls: "many", maxAge });
      return String(outcome.byEngine[engine]);
    }),
  ]);
  const steps: [string, number][] = [
    ["echo, many URLs, no max-age", per("echo", "many", null)],
    ["constant, many URLs, no max-age", per("constant", "many", null)],
    ["constant, many URLs, 600", per("constant", "many", 600)],
    ["constant, many URLs, 7200", per("constant", "many", 7200)],
    ["echo, one URL, 7200", per("echo", "one", 7200)],
    ["constant, one URL, 7200", per("constant", "one", 7200)],
  ];
  const ages = maxAges.map(spoken);
  return `# What preflights cost

A preflight is a request more, and a round trip that a user waits for. A browser keeps what it said for
\`Access-Control-Max-Age\` seconds: for one page's origin and one URL, and for as long as the browser likes.

![Preflights for each 1,000 requests](preflights.svg)

${table(["preflights for each 1,000 requests", ...ages], all)}

*Constant* is what a policy of \`concors\` answers: its whole method and header lists, every time. *Echo* is an answer with
the one method and the headers that were asked for, so that the next method needs a preflight of its own.

## At scale

${table(
  ["", "for each 1,000", "at 10⁶ requests a day", "at 10⁹ requests a day"],
  steps.map(([name, count]) => [name, String(count), daily(count, 1e6), daily(count, 1e9)]),
)}

## How to halve it

An echo without \`maxAge\` becomes a constant answer with 7,200 seconds: of 1,000 requests ${per("echo", "many", null)} have a preflight before, and
${per("constant", "many", 7200)} after, with many URLs; ${per("echo", "one", null)} and ${per("constant", "one", 7200)} with one.

- **Answer the same to all.** With one URL and 7,200 seconds, an echo costs ${times(per("echo", "one", 7200), per("constant", "one", 7200))} the preflights of a constant answer.
- **Say how long.** Without \`maxAge\` browsers keep an answer for 5 seconds. \`maxAge: 600\` leaves ${share(per("constant", "many", 600), per("constant", "many", null))} of the preflights where there are many URLs, and ${share(per("constant", "one", 600), per("constant", "one", null))} where there is one.
- **Two hours is enough for most.** 7,200 instead of 600 leaves ${share(per("constant", "many", 7200), per("constant", "many", 600))} with many URLs. Beyond it only Firefox remembers: Chromium stops at 7,200 seconds, WebKit at 600. So 86,400 leaves ${share(per("constant", "many", 86_400), per("constant", "many", 7200))} of what 7,200 does.
- **Have fewer URLs.** An answer is kept for one URL, its query included. One URL for all, as GraphQL and RPC have it, leaves ${share(per("constant", "one", 7200), per("constant", "many", 7200))} of the preflights of ${items} URLs at 7,200 seconds.
- **Need none.** A server on the page's own origin is asked without; so is a GET, a HEAD or a form's POST that carries none of the headers a preflight is for.

## By engine

Constant answers, many URLs:

${table(["preflights for each 1,000 requests", ...ages], caps)}

## How it was found out

${results.visitors.toLocaleString("en")} visitors spend a day with an application of ${items} URLs: ${results.requests.toLocaleString("en")} requests in visits of 10 to 60,
20 seconds apart on average, six of ten a GET; 72 of a hundred visitors have Chromium, 22 WebKit, 6 Firefox. All requests
carry \`Authorization\`, so each needs a preflight or one that is remembered. The browsers are those of
\`@concors/browser\`, each with its engine's cache and its limits; the clock is virtual, and the day the same for every row
and for everybody: \`npm run simulate -w bench\` plays it again, and writes this page.
`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((cell, column) => Math.max(cell.length, 3, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join(" | ")} |`;
  const rule = widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(header), line(rule), ...rows.map(line)].join("\n");
}

function daily(perThousand: number, requests: number): string {
  return ((perThousand / 1000) * requests).toLocaleString("en");
}

function times(count: number, than: number): string {
  return `${(count / than).toFixed(1)} times`;
}

function share(count: number, of: number): string {
  return `${Math.round((100 * count) / of)} %`;
}
