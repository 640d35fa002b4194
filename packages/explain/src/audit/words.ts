import type { AuditKind } from "./audit-code.ts";

/** All the words about one code. */
export interface AuditWords {
  /** A short clause: the heading of its section in `docs/audit.md`. */
  readonly title: string;
  readonly kind: AuditKind;
  /** One sentence that stands alone; `{value}` is what it is about. */
  readonly message: string;
  /** For `docs/audit.md`: how it comes about, and what it leads to. */
  readonly about: string;
  /** What the server's owner does. */
  readonly remedy: string;
}
