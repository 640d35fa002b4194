export { dialects } from "./dialects/index.ts";
export type { Finding, Patch, Severity, Span } from "./finding.ts";
export { importSite, lint } from "./read-files.ts";
export type { LintCode } from "./lint-words.ts";
export { ReadError } from "./read-error.ts";
export type { Dialect, Reading, SourceFile, Unseen } from "./reading.ts";
export { toSarif } from "./to-sarif.ts";
export type { SarifLog } from "./to-sarif.ts";
