import type { AuditReport } from "@concors/explain/audit";
import type { Endpoint } from "./endpoint.ts";
import { endpoints } from "./index.ts";
import { foundIn, playEndpoint } from "./play-endpoint.ts";
import type { Kind } from "./scanners.ts";
import { kinds, scanners } from "./scanners.ts";

/** An endpoint, and whether the audit of it came to the truth. */
interface PlayedEndpoint {
  readonly endpoint: Endpoint;
  readonly report: AuditReport;
  readonly isRight: boolean;
}

const introduction = [
  "## Scanners",
  "",
  "`concors audit` was played against endpoints whose truth is written beside them (`comparison/src/audit`): what is wrong",
  "with each, each cause once, with its severity, and nothing else. It is right only if all of that is so. The other scanners",
  "were given endpoints of the same kinds: CORScanner, Corsy and CORStest as they are published, nuclei's template",
  "`cors-misconfig` and ZAP's rule 40040 by the payloads and matches that they publish. ✓ is right, ½ is half of the kind,",
  "*as another* is found under the name of another flaw, *alarm* is a false one. Their columns are a record, not made anew by",
  "`npm run comparison`.",
  "",
];

/** The part of the page about audits, and what is right in it. */
export async function auditSection(): Promise<{ readonly text: string; readonly right: number; readonly all: number }> {
  const played: PlayedEndpoint[] = [];
  for (const endpoint of endpoints) {
    const report = await playEndpoint(endpoint);
    played.push({ endpoint, report, isRight: isSame(foundIn(report), endpoint.truth) });
  }
  const text = [
    ...introduction,
    `| kind | Concors | ${scanners.join(" | ")} |`,
    `| --- | --- |${" --- |".repeat(scanners.length)}`,
    ...Object.entries(kinds).map(([name, kind]) =>
      kindLine(
        kind,
        played.filter(({ endpoint }) => endpoint.kind === name),
      ),
    ),
    "",
    "### All endpoints of the bench",
    "",
    "| what the endpoint does | what is wrong | found | requests |",
    "| --- | --- | --- | --- |",
    ...played.map(endpointLine),
    "",
  ].join("\n");
  return { text, right: played.filter(({ isRight }) => isRight).length, all: played.length };
}

function kindLine({ isHole, marks, name }: Kind, played: readonly PlayedEndpoint[]): string {
  const right = played.filter(({ isRight }) => isRight).length;
  const what = isHole ? name : `no hole: ${name}`;
  return `| ${escaped(what)} | ${right === played.length ? "✓" : "✗"} ${right} of ${played.length} | ${marks.join(" | ")} |`;
}

function endpointLine({ endpoint, isRight, report }: PlayedEndpoint): string {
  const wrong = Object.entries(endpoint.truth).map(([code, severity]) => `${code} ${severity}`);
  return `| ${escaped(endpoint.name)} | ${wrong.length === 0 ? "nothing" : wrong.join(", ")} | ${isRight ? "✓" : "✗"} | ${report.requests} |`;
}

function isSame(one: Endpoint["truth"], other: Endpoint["truth"]): boolean {
  const sorted = (truth: Endpoint["truth"]): string => JSON.stringify(Object.entries(truth).map(String).sort());
  return sorted(one) === sorted(other);
}

function escaped(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/(?<!`)\*(?!`)/g, "\\*");
}
