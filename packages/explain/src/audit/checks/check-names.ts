import { get } from "concors/protocol";
import type { AuditCode } from "../audit-code.ts";
import type { Attacker } from "../attacker.ts";
import type { Inquiry } from "../inquiry.ts";
import {
  byHttp,
  notOrigins,
  otherPort,
  prefixes,
  sentByAll,
  sentByNone,
  sentBySome,
  siblings,
  subdomains,
  substrings,
  suffixes,
  truncated,
  undotted,
  withCharacter,
} from "../probe-origins.ts";
import type { Anchor, OriginMaker } from "../probe-origins.ts";

/** One way in which a comparison is not exact. */
interface Flaw {
  readonly code: AuditCode;
  readonly attacker: Attacker;
  readonly makers: (anchor: Anchor) => readonly OriginMaker[];
  /** Flaws that let the same origins in: mended, they take this one along. */
  readonly explainedBy: readonly AuditCode[];
  /** Whether it is looked for around the first origin alone: one shows as much as all. */
  readonly once?: true;
}

const some = (characters: readonly string[]) => (anchor: Anchor) =>
  characters.map((character) => withCharacter(anchor, character));

/** The most telling first: what it explains is not asked. */
const flaws: readonly Flaw[] = [
  { code: "AUD-S2", attacker: "anyone", makers: substrings, explainedBy: [] },
  { code: "AUD-P1", attacker: "anyone", makers: prefixes, explainedBy: ["AUD-S2"] },
  { code: "AUD-U2", attacker: "anyone", makers: siblings, explainedBy: ["AUD-P1", "AUD-S2"] },
  { code: "AUD-S1", attacker: "anyone", makers: suffixes, explainedBy: ["AUD-S2", "AUD-U2"] },
  { code: "AUD-U1", attacker: "same-site", makers: subdomains, explainedBy: ["AUD-S1", "AUD-S2", "AUD-U2"] },
  { code: "AUD-D1", attacker: "anyone", makers: undotted, explainedBy: ["AUD-P1", "AUD-S1", "AUD-S2", "AUD-U2"] },
  { code: "AUD-X1", attacker: "anyone", makers: some(sentByAll), explainedBy: ["AUD-P1", "AUD-S2"] },
  { code: "AUD-H1", attacker: "network", makers: byHttp, explainedBy: ["AUD-R2", "AUD-S1", "AUD-S2"] },
  { code: "AUD-O1", attacker: "same-host", makers: otherPort, explainedBy: ["AUD-P1", "AUD-S2"], once: true },
  { code: "AUD-S3", attacker: "anyone", makers: truncated, explainedBy: ["AUD-P1", "AUD-S2"], once: true },
];

/** What only unusual browsers send, or none: asked last. */
const rareFlaws: readonly Flaw[] = [
  { code: "AUD-X2", attacker: "proxied", makers: some(sentBySome), explainedBy: ["AUD-P1", "AUD-S2", "AUD-X1"] },
  {
    code: "AUD-X3",
    attacker: "nobody",
    makers: some(sentByNone),
    explainedBy: ["AUD-P1", "AUD-S2", "AUD-X1", "AUD-X2"],
  },
  {
    code: "AUD-X4",
    attacker: "nobody",
    makers: notOrigins,
    explainedBy: ["AUD-P1", "AUD-S1", "AUD-S2", "AUD-U1", "AUD-U2", "AUD-X1", "AUD-X2", "AUD-X3"],
  },
];

/** Asks from origins that look like one that is let in, or that may be. */
export async function checkNames(inquiry: Inquiry, anchors: readonly Anchor[]): Promise<void> {
  for (const [at, anchor] of anchors.entries())
    for (const flaw of flaws) if (at === 0 || flaw.once !== true) await checkFlaw(inquiry, anchor, flaw);
}

export async function checkRareNames(inquiry: Inquiry, anchors: readonly Anchor[]): Promise<void> {
  for (const anchor of anchors) for (const flaw of rareFlaws) await checkFlaw(inquiry, anchor, flaw);
}

async function checkFlaw(inquiry: Inquiry, anchor: Anchor, flaw: Flaw): Promise<void> {
  const { attacker, code, explainedBy, makers } = flaw;
  if (inquiry.has(code, ...explainedBy)) return;
  // A page of http that a server of http trusts is nothing that its owner could better by one scheme.
  if (code === "AUD-H1" && inquiry.conversation.url.protocol !== "https:") return;
  const exchange = await inquiry.firstLetIn(makers(anchor));
  if (exchange === null) return;
  const isHard = code === "AUD-H1" && isUpgraded(inquiry, exchange.origin ?? "");
  inquiry.found({ code, attacker, shownBy: [exchange], about: anchor, ...(isHard && { atMost: "low" }) });
}

/** Whether browsers that were here before go to an origin's host by https alone. */
function isUpgraded({ conversation }: Inquiry, origin: string): boolean {
  const { hostname } = conversation.url;
  const host = URL.canParse(origin) ? new URL(origin).hostname : "";
  const values = conversation.exchanges.map(({ answer }) => get(answer.headerList, "Strict-Transport-Security") ?? "");
  const isSaid = values.some((value) => /max-age\s*=\s*"?[1-9]/i.test(value) && isFor(value));
  return isSaid && (host === hostname || host.endsWith(`.${hostname}`));

  function isFor(value: string): boolean {
    return host === hostname || /includesubdomains/i.test(value);
  }
}
