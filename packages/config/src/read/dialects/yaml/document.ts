import type { Block } from "../../block.ts";
import type { Data } from "../../data/data.ts";
import type { Finding, Place } from "../../finding.ts";
import type { Unseen } from "../../reading.ts";

/** One kind of document that is told by what it says. */
export interface DocumentKind {
  readonly is: (document: Data) => boolean;
  /** @param all every document of the server, to which this one may refer */
  readonly read: (document: Data, notes: Notes, all: readonly Data[]) => readonly Block[];
}

/** What is said of documents beside what they do. */
export class Notes {
  readonly unseen: Unseen[] = [];
  readonly findings: Finding[] = [];

  note({ path, span }: Place, why: string): void {
    this.unseen.push({ path, span, why });
  }
}
