import type { AuditOptions, AuditSeverity } from "@concors/explain/audit";
import type { ReportFormat } from "./report/write-report.ts";

/** What is to be audited and how, every part of it valid. */
export interface AuditInput {
  /** Where the URLs come from. */
  readonly urls: readonly URL[];
  readonly list: string | null;
  readonly sitemap: URL | null;
  readonly options: AuditOptions;
  /** Requests a second to each host; 0 for as many as come. */
  readonly rate: number;
  /** How many URLs at a time. */
  readonly concurrency: number;
  /** Milliseconds. */
  readonly timeout: number;
  readonly allowsPrivate: boolean;
  readonly insecure: boolean;
  readonly resolve: readonly { readonly host: string; readonly port: number; readonly address: string }[];
  readonly format: ReportFormat;
  readonly failOn: AuditSeverity;
  readonly baseline: string | null;
  readonly writesBaseline: boolean;
  /** A folder for proof pages. */
  readonly proofs: string | null;
  readonly state: string | null;
  /** Where the queue is. */
  readonly queue: URL | null;
  readonly isWorker: boolean;
  readonly color: boolean;
}
