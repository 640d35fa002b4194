import type { Finding, Limit, Severity, Span } from "./finding.ts";
import { isLintCode, lintWords } from "./lint-words.ts";

/**
 * Findings in the format that code hosts show beside the lines that they are about.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export interface SarifLog {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly [SarifRun];
}

interface SarifRun {
  readonly tool: { readonly driver: SarifDriver };
  readonly columnKind: "utf16CodeUnits";
  readonly results: readonly SarifResult[];
}

interface SarifDriver {
  readonly name: string;
  readonly version: string;
  readonly rules: readonly SarifRule[];
}

interface SarifRule {
  readonly id: string;
  readonly shortDescription: SarifMessage;
  readonly defaultConfiguration: { readonly level: SarifLevel | "none" };
  readonly properties: SarifRuleProperties;
}

interface SarifRuleProperties {
  readonly tags: readonly string[];
  /** From 0 to 10, as code hosts sort by. */
  readonly "security-severity"?: string;
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  /** What is informational is no problem; `fail` if left out. */
  readonly kind?: "informational";
  readonly level: SarifLevel | "none";
  readonly message: SarifMessage;
  readonly locations: readonly [{ readonly physicalLocation: SarifPhysicalLocation }];
  readonly fixes?: readonly [SarifFix];
  readonly suppressions?: readonly [{ readonly kind: "inSource" }];
}

interface SarifFix {
  readonly artifactChanges: readonly [
    {
      readonly artifactLocation: SarifArtifactLocation;
      readonly replacements: readonly [{ readonly deletedRegion: SarifRegion; readonly insertedContent: SarifMessage }];
    },
  ];
}

interface SarifPhysicalLocation {
  readonly artifactLocation: SarifArtifactLocation;
  readonly region: SarifRegion;
}

interface SarifArtifactLocation {
  readonly uri: string;
}

interface SarifMessage {
  readonly text: string;
}

interface SarifRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

type SarifLevel = "error" | "warning" | "note";

const levels: Readonly<Record<Severity, SarifLevel>> = {
  security: "error",
  breaks: "error",
  cache: "warning",
  odd: "note",
};

/**
 * @param version of what found them
 * @param accepted what the files say is accepted; it is there, and suppressed
 * @param limits what the servers cannot do; they are there, and no problems
 */
export function toSarif(
  open: readonly Finding[],
  version: string,
  accepted: readonly Finding[] = [],
  limits: readonly Limit[] = [],
): SarifLog {
  const findings = [...open, ...accepted];
  const codes = [...new Set(findings.map(({ code }) => code))];
  const limitCodes = [...new Set(limits.map(({ code }) => code))];
  const rules = [...codes.map((code) => ruleOf(code, findings)), ...limitCodes.map(ruleOfLimit)];
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Concors", version, rules } },
        columnKind: "utf16CodeUnits",
        results: [
          ...findings.map((finding): SarifResult => {
            const result = resultOf(finding, codes.indexOf(finding.code));
            return accepted.includes(finding) ? { ...result, suppressions: [{ kind: "inSource" }] } : result;
          }),
          ...limits.map((limit) => resultOfLimit(limit, codes.length + limitCodes.indexOf(limit.code))),
        ],
      },
    ],
  };
}

function ruleOf(code: string, findings: readonly Finding[]): SarifRule {
  const found = findings.find((finding) => finding.code === code)!;
  const row = isLintCode(code) ? lintWords[code] : null;
  const severity = row?.severity ?? found.severity;
  return {
    id: code,
    shortDescription: { text: code.replaceAll("-", " ") },
    defaultConfiguration: { level: levels[severity] },
    properties:
      severity === "security"
        ? { tags: ["cors", "security"], "security-severity": "8.0" }
        : { tags: ["cors", severity] },
  };
}

/** Some limits are called as findings are: these have a name of their own. */
function ruleOfLimit(code: string): SarifRule {
  return {
    id: limitId(code),
    shortDescription: { text: `what the server cannot do: ${code.replaceAll("-", " ")}` },
    defaultConfiguration: { level: "none" },
    properties: { tags: ["cors", "limit"] },
  };
}

function limitId(code: string): string {
  return `limit/${code}`;
}

function resultOfLimit({ code, message, path, span }: Limit, ruleIndex: number): SarifResult {
  return {
    ruleId: limitId(code),
    ruleIndex,
    kind: "informational",
    level: "none",
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: regionOf(span) } }],
  };
}

function resultOf({ code, severity, message, path, span, patch }: Finding, ruleIndex: number): SarifResult {
  const artifactLocation = { uri: uriOf(path) };
  const result: SarifResult = {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation, region: regionOf(span) } }],
  };
  if (patch === undefined) return result;
  const replacement = { deletedRegion: regionOf(patch.span), insertedContent: { text: patch.text } };
  return { ...result, fixes: [{ artifactChanges: [{ artifactLocation, replacements: [replacement] }] }] };
}

/** A path from the folder that the files are looked at from; a URI has no backslashes. */
function uriOf(path: string): string {
  return encodeURI(path.replaceAll("\\", "/").replace(/^\.\//, "")).replaceAll("?", "%3F").replaceAll("#", "%23");
}

function regionOf({ line, column, endLine, endColumn }: Span): SarifRegion {
  return { startLine: line, startColumn: column, endLine, endColumn };
}
