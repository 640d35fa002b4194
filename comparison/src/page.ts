import type { Library, Row } from "./row.ts";
import type { Verdict } from "./judge.ts";

/** A row, played by the library it is known of and by Concors. */
export interface Played {
  readonly row: Row;
  readonly theirs: Verdict;
  readonly ours: Verdict;
}

/** A library, as it was played. */
export interface Player {
  readonly label: Library;
  readonly version: string;
}

/** The page of documentation that says how each row went. */
export function pageOf(played: readonly Played[], players: readonly Player[]): string {
  const scores = players.map(({ label, version }) => {
    const of = played.filter(({ row }) => row.library === label);
    return `| ${nameOf(label, version)} | ${rightIn(of, "theirs")} of ${of.length} | ${rightIn(of, "ours")} of ${of.length} |`;
  });
  const sections = players.map(({ label, version }) => {
    const lines = played.filter(({ row }) => row.library === label).map(lineOf);
    return [
      `## ${nameOf(label, version)}`,
      "",
      "| what is right | it | Concors |",
      "| --- | --- | --- |",
      ...lines,
      "",
    ];
  });
  return [...introduction, ...scores, "", ...sections.flat()].join("\n");
}

const introduction = [
  "# Where other libraries are known to go wrong",
  "",
  "Each row is something that is publicly known of a library: an issue, an advisory, what its documentation says it does, or a",
  "standard that it does not keep. The library was given its own options, Concors (`concors/node`) the same as a policy, and both",
  "the same requests. Rows are chosen because a library was known to fail them, so this does not compare libraries with each",
  "other; a row that a library passes was mended in the version that is named.",
  "",
  "Made by `npm run comparison`; the rows are in `comparison/src/rows`. Two libraries are played in old versions too, for",
  "advisories that newer ones have mended. `@adonisjs/cors` is missing: its framework needs Node 24. What people publish for",
  "servers to be configured with is [below](#configuration-that-people-publish), and so are [scanners](#scanners).",
  "",
  "| library | right | Concors right |",
  "| --- | --- | --- |",
];

function lineOf({ row, theirs, ours }: Played): string {
  return `| [${row.name}](${row.source}) | ${shown(theirs)} | ${shown(ours)} |`;
}

function shown(verdict: Verdict): string {
  return verdict.right ? "✓" : `✗ ${verdict.instead.replaceAll("|", "\\|").replaceAll("*", "\\*")}`;
}

function rightIn(played: readonly Played[], whose: "theirs" | "ours"): number {
  return played.filter((one) => one[whose].right).length;
}

function nameOf(label: Library, version: string): string {
  return label.endsWith(version) ? `\`${label}\`` : `\`${label}\` ${version}`;
}
