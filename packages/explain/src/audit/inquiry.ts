import type { Attacker } from "./attacker.ts";
import type { AuditCode } from "./audit-code.ts";
import type { Conversation } from "./conversation.ts";
import type { AuditExchange } from "./exchange.ts";
import type { Anchor, OriginMaker } from "./probe-origins.ts";
import { letsInByName } from "./reading.ts";

/** What was found, before its words. */
export interface Draft {
  readonly code: AuditCode;
  readonly attacker: Attacker;
  /** The exchanges that show it, the clearest first; at least one. */
  readonly shownBy: readonly AuditExchange[];
  /** What the message is about; the origins that are let in, if it is left out. */
  readonly value?: string;
  /** The header of the answers that decided; Access-Control-Allow-Origin if it is left out. */
  readonly header?: string;
  /** The origin that the others are made around, where there is one. */
  readonly about?: Anchor;
  /** Set where it is not worse than this, whoever uses it. */
  readonly atMost?: "low" | "info";
}

/** An audit under way: whom it asks, by which names, and what it found. */
export class Inquiry {
  readonly conversation: Conversation;
  /** Labels that nobody else sends. */
  readonly labels: readonly [string, string];
  #drafts: Draft[] = [];
  readonly #confirmations = new Map<AuditExchange, AuditExchange>();

  constructor(conversation: Conversation, labels: readonly [string, string]) {
    this.conversation = conversation;
    this.labels = labels;
  }

  get drafts(): readonly Draft[] {
    return this.#drafts;
  }

  found(draft: Draft): void {
    this.#drafts.push(draft);
  }

  leaveOut(isLeftOut: (draft: Draft) => boolean): void {
    this.#drafts = this.#drafts.filter((draft) => !isLeftOut(draft));
  }

  has(...codes: readonly AuditCode[]): boolean {
    return this.drafts.some(({ code }) => codes.includes(code));
  }

  /** The answer that lets an origin in by its name; null if it is not let in. What another can be made of is asked twice. */
  async isLetIn(make: OriginMaker): Promise<AuditExchange | null> {
    const [first, second] = this.labels;
    const origin = make(first, false);
    const exchange = await this.conversation.actual(origin);
    if (!letsInByName(exchange)) return null;
    const again = make(second, true);
    if (again === origin) return exchange;
    const one = await this.conversation.actual(again);
    // Two servers in turn, of which one is wrong, refuse the second; one server refuses it for good.
    const other = letsInByName(one) ? one : await this.conversation.actual(again, { isAgain: true });
    if (!letsInByName(other)) return null;
    this.#confirmations.set(exchange, other);
    return exchange;
  }

  /** The origin that was let in by the same, the second time. */
  confirmedBy(exchange: AuditExchange): string | null {
    return this.#confirmations.get(exchange)?.origin ?? null;
  }

  /** Asks until one is let in. */
  async firstLetIn(makers: readonly OriginMaker[]): Promise<AuditExchange | null> {
    for (const make of makers) {
      const exchange = await this.isLetIn(make);
      if (exchange !== null) return exchange;
    }
    return null;
  }

  async allLetIn(makers: readonly OriginMaker[]): Promise<readonly AuditExchange[]> {
    const exchanges: AuditExchange[] = [];
    for (const make of makers) {
      const exchange = await this.isLetIn(make);
      if (exchange !== null) exchanges.push(exchange);
    }
    return exchanges;
  }
}
