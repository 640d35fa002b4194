import type { Evidence, LiveFinding, LiveFindingCode } from "./live-finding.ts";
import { liveFinding } from "./live-finding.ts";

/** What is written down along the way, each sentence once. */
export class Notes {
  readonly #findings = new Map<string, LiveFinding>();
  readonly #unseen = new Set<string>();

  found(code: LiveFindingCode, evidence: Evidence, value?: string): void {
    const finding = liveFinding(code, evidence, value);
    if (!this.#findings.has(finding.message)) this.#findings.set(finding.message, finding);
  }

  /** @param sentence what cannot be known, or was not asked */
  unseen(sentence: string): void {
    this.#unseen.add(sentence);
  }

  get findings(): readonly LiveFinding[] {
    return [...this.#findings.values()];
  }

  get sentences(): readonly string[] {
    return [...this.#unseen];
  }
}
