import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AuditReport } from "@concors/explain/audit";
import { UsageError } from "../usage-error.ts";
import { whyNotWritten } from "../why-not.ts";

/** Writes a page for each finding that a browser can show, and what to do with it. */
export function writeProofs(folder: string, key: string, { findings, url }: AuditReport): void {
  for (const { code, proof } of findings) {
    if (proof === null) continue;
    const name = `${code.toLowerCase()}-${key.slice(0, 8)}`;
    // No line of it ends the comment, whatever stands in a URL.
    const about = `${code} ${url}\n${proof.open}`.replaceAll("--", "- -");
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${name}.html`), `${proof.html}<!--\n${about}\n-->\n`);
    } catch (error) {
      throw new UsageError(`--proofs ${folder}: ${whyNotWritten(error)}.`);
    }
  }
}
