import { isOkStatus, isRedirectStatus } from "concors/protocol";
import { evidenceOf, evidenceOfStatus, isAllowed, namedOrigins } from "./answer.ts";
import type { Conversation, Exchange } from "./conversation.ts";
import { generalizeOrigin } from "./generalize-origin.ts";
import type { ShownPattern } from "./generalize-origin.ts";
import type { OriginAsker } from "./neighbours.ts";
import type { Notes } from "./notes.ts";
import { isOrigin, strangers } from "./probe-origins.ts";

/** Who is allowed, as far as the first questions tell. */
export interface OriginsAsked {
  /** `open`: everybody, by `*`; `reflecting`: everybody, by name; `listed`: some, or nobody. */
  readonly kind: "open" | "reflecting" | "listed";
  /** The answers that allow, one for each origin; those of GET, or of preflights if none of GET does. */
  readonly allowed: readonly Exchange[];
  /** How to ask about another origin. */
  readonly ask: OriginAsker["ask"];
}

/** @param named whether the candidates are the user's, and no guesses */
export async function askOrigins(
  conversation: Conversation,
  candidates: readonly string[],
  named: boolean,
  notes: Notes,
): Promise<OriginsAsked> {
  const byGet: OriginAsker["ask"] = async (origin) => ifAllowed(await conversation.get(origin));
  const byPreflight: OriginAsker["ask"] = async (origin) => {
    const exchange = await conversation.preflight(origin, "GET");
    return exchange !== null && isOkStatus(exchange.status) ? ifAllowed(exchange) : null;
  };

  const plain = await conversation.get(null);
  const [stranger, otherStranger] = strangers;
  const everybody = await byGet(stranger);
  if (everybody !== null && namedOrigins(everybody).includes("*")) {
    const others = named ? await askAll(candidates, byGet) : [];
    return { kind: "open", allowed: [everybody, ...others], ask: byGet };
  }
  if (everybody !== null && (await byGet(otherStranger)) !== null) {
    const others = named ? await askAll(candidates, byGet) : [];
    return { kind: "reflecting", allowed: [everybody, ...others], ask: byGet };
  }

  // A server that names one origin to everybody has told which.
  const told = [plain, await conversation.get(stranger)].flatMap((exchange) =>
    exchange === null ? [] : namedOrigins(exchange),
  );
  const all = [...new Set([...candidates, ...told.filter(isOrigin), "null"])];
  const allowed = await askAll(all, byGet);
  if (allowed.length > 0) return { kind: "listed", allowed, ask: byGet };

  const inPreflights = await askAll(all, byPreflight);
  for (const { origin } of inPreflights) {
    const exchange = await conversation.get(origin);
    if (exchange !== null) noteMissing(exchange, notes);
  }
  return { kind: "listed", allowed: inPreflights, ask: byPreflight };
}

async function askAll(origins: readonly string[], ask: OriginAsker["ask"]): Promise<readonly Exchange[]> {
  const allowed: Exchange[] = [];
  for (const origin of origins) {
    const exchange = await ask(origin);
    if (exchange !== null) allowed.push(exchange);
  }
  return allowed;
}

function ifAllowed(exchange: Exchange | null): Exchange | null {
  return exchange !== null && isAllowed(exchange) ? exchange : null;
}

/** @param exchange an answer to GET without CORS, of an origin whose preflights are allowed */
function noteMissing(exchange: Exchange, notes: Notes): void {
  const { status } = exchange;
  const value = `HTTP ${status}`;
  if (isRedirectStatus(status)) notes.found("redirect-without-cors", evidenceOfStatus(exchange), value);
  else
    notes.found(
      status >= 400 ? "errors-without-cors" : "answer-without-origin",
      evidenceOf(exchange, "Access-Control-Allow-Origin"),
      value,
    );
}

/** What the origins that are allowed show. */
export interface OriginPatterns {
  /** What allows the origins that were asked from the start. */
  readonly named: readonly ShownPattern[];
  /** What allows those that turned up on the way. */
  readonly turnedUp: readonly ShownPattern[];
}

/** Finds the patterns behind the origins that are allowed, and behind those that turn up on the way. */
export async function generalizeOrigins(
  { allowed, ask }: OriginsAsked,
  conversation: Conversation,
  notes: Notes,
): Promise<OriginPatterns> {
  const isOver = (): boolean => conversation.ended !== null;
  const named: ShownPattern[] = [];
  const turnedUp: ShownPattern[] = [];
  const waiting = [...allowed];
  const seen = new Set(waiting.map(({ origin }) => origin));
  const cutShort: string[] = [];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const origin = next.origin ?? "null";
    const found = await generalizeOrigin(origin, next, { ask, isOver }, notes);
    (allowed.includes(next) ? named : turnedUp).push(...found.patterns);
    if (isOver() && origin !== "null") cutShort.push(origin);
    for (const other of found.alsoAllowed) {
      const shownBy = seen.has(other) ? null : await ask(other);
      seen.add(other);
      if (shownBy !== null) waiting.push(shownBy);
    }
  }
  if (cutShort.length > 0)
    notes.unseen(`The neighbours of ${cutShort.join(", ")} were not all asked: patterns may be missing.`);
  return { named, turnedUp };
}
