import type { Facts } from "./facts.ts";
import { labAddress } from "./lab-address.ts";
import type { Loss } from "./loss.ts";
import type { EmittedFile, Target } from "./target.ts";

/** Where a configuration comes from: enough to make it again. */
export interface Provenance {
  readonly target: string;
  /** The server's version that it was made for. */
  readonly version: string;
  readonly tier: Target["tier"];
  /** The site, as it was given. */
  readonly site: unknown;
  /** The site, the target and what is known of it as the Lab takes them, behind its address. */
  readonly lab: string;
}

export function provenanceOf(target: Target, version: string, site: unknown, facts: Facts): Provenance {
  const lab = labAddress(target.name, JSON.stringify(site), facts);
  return { target: target.name, version, tier: target.tier, site, lab };
}

const tierWords = {
  proven: (target) => `proven: run on ${target.title} ${target.version} in the tests of Concors`,
  modelled: (target) => `modelled: run on a model of ${target.title} ${target.version}, not on the server`,
  "schema-checked": (target) => `schema-checked: its syntax is right for ${target.title}, what it does was not run`,
} satisfies Record<Target["tier"], (target: Target) => string>;

/** How sure a configuration is, in words. */
function tierText(target: Target): string {
  return tierWords[target.tier](target);
}

/** What the first comment says. */
interface Told extends Provenance {
  readonly losses: readonly Loss[];
  /** The codes that lint is not to find. */
  readonly accepts: readonly string[];
}

/** A file with a comment before it that says where it comes from and, if it is the first, what it cannot do. */
export function withProvenance(
  { text, comment, head = "" }: EmittedFile,
  target: Target,
  { version, site, lab, losses, accepts }: Told,
  isFirst: boolean,
): string {
  if (comment === null) return `${head}${text}`;
  const [open, close = ""] = comment.split(" ");
  const lines = [
    `CORS for ${target.title} ${version}, made by Concors. Do not edit: change the policy, and make it again.`,
    ...(isFirst
      ? [
          tierText(target),
          ...wrapped(`policy: ${JSON.stringify(site)}`),
          ...(lab.length > longestLink ? [] : [`Lab: ${lab}`]),
          ...losses.map(({ effect, message }) => `${effect}: ${message}`),
        ]
      : []),
    ...(accepts.length === 0 ? [] : [`concors accepts ${accepts.join(", ")}`]),
  ];
  // A comment of XML ends at the first two hyphens.
  const safe = close === "" ? lines : lines.map((line) => line.replaceAll("--", "- -"));
  return `${head}${safe.map((line) => `${open} ${line}${close === "" ? "" : ` ${close}`}\n`).join("")}${text}`;
}

/** Longer links are cut by what they are pasted into; nginx takes no comment of more than 4,096 bytes. */
const longestLink = 2000;

/** A text in several lines, broken after commas. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of text.split(/(?<=,)/)) {
    if (line !== "" && line.length + part.length > 100) {
      lines.push(line);
      line = "  ";
    }
    line += part;
  }
  return [...lines, line];
}
