import { createOriginMatch } from "../../plan/create-plan.ts";
import { isExact } from "../../plan/plan.ts";
import { allowsCredentials, evidenceOf, isAllowed, namedOrigins } from "./answer.ts";
import { assemblePolicy, safeOrigins } from "./assemble-policy.ts";
import { Conversation } from "./conversation.ts";
import type { Exchange } from "./conversation.ts";
import { judgeHeaders, judgeLists, judgeStrangersPreflight, judgeVary } from "./judge-answers.ts";
import type { Confidence, Ended, LearnedField, LearnedPolicy } from "./learned-policy.ts";
import { askOrigins, generalizeOrigins } from "./learn-origins.ts";
import type { OriginPatterns, OriginsAsked } from "./learn-origins.ts";
import { learnPreflights, nothingLearned } from "./learn-preflights.ts";
import type { PreflightsLearned } from "./learn-preflights.ts";
import type { LiveTransport } from "./live-transport.ts";
import { Notes } from "./notes.ts";
import { guessOrigins, isOrigin, originFor, strangers } from "./probe-origins.ts";
import { readFields } from "./read-fields.ts";
import { sayUnseen } from "./say-unseen.ts";

export interface LearnOptions {
  readonly transport: LiveTransport;
  /**
   * Origins that pages have, or patterns for them. Which others are allowed cannot be asked of a server, so what is not
   * named is not found. If left out, some are guessed from the URL.
   */
  readonly origins?: readonly string[] | undefined;
  /** Methods to ask about, where a server answers only what it is asked. */
  readonly methods?: readonly string[] | undefined;
  /** Request headers to ask about, likewise. */
  readonly requestHeaders?: readonly string[] | undefined;
  /** How many requests may be sent; 60 if left out. */
  readonly budget?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const noPatterns: OriginPatterns = { named: [], turnedUp: [] };

const usualBudget = 60;
const usualMethods = ["PATCH", "DELETE", "QUERY"] as const;
const usualHeaders = ["Content-Type", "Authorization", "X-Requested-With"] as const;

/**
 * Recovers a policy from what a live server does. Sends GET and OPTIONS, to one URL and a path below it that does not
 * exist. Never rejects: what goes wrong is in `ended`.
 *
 * @example
 * const { site, findings, unseen } = await learnPolicy("https://api.example.com/items", {
 *   transport,
 *   origins: ["https://app.example.com", "https://*.preview.example.com"],
 * });
 */
export async function learnPolicy(url: string, options: LearnOptions): Promise<LearnedPolicy> {
  const notes = new Notes();
  const parsed = httpUrl(url);
  if (parsed === null) {
    const message = `${JSON.stringify(url)} is no http or https URL, so there is nothing to ask.`;
    return learnedNothing(url, { code: "not-http", message }, [], notes);
  }
  const { transport, budget = usualBudget, signal = null } = options;
  const conversation = new Conversation(parsed, transport, budget, signal);
  const named = usablePatterns(options.origins ?? [], notes);
  const candidates = named.length > 0 ? [...new Set(named.map(originFor))] : guessOrigins(parsed);

  const asked = await askOrigins(conversation, candidates, named.length > 0, notes);
  endIfBroken(conversation, asked);
  if (conversation.ended !== null && asked.allowed.length === 0) {
    judgeHeaders(conversation.exchanges, notes);
    return learnedNothing(parsed.href, conversation.ended, conversation.requests, notes);
  }
  const allowsWithCredentials = asked.allowed.length > 0 && asked.allowed.every(hasCredentials);
  const preflights = await askPreflights(conversation, asked, allowsWithCredentials, options, notes);
  await askErrors(conversation, asked, notes);
  const patterns = asked.kind === "listed" ? await generalizeOrigins(asked, conversation, notes) : noPatterns;

  judgeHeaders(conversation.exchanges, notes);
  await judgeCaching(conversation, asked, notes);
  for (const exchange of [...asked.allowed.slice(0, 1), ...(preflights.answer === null ? [] : [preflights.answer])])
    judgeLists(exchange, notes);
  const { origins, credentials } = chooseOrigins(asked, patterns, named, allowsWithCredentials, notes);
  const policy = assemblePolicy(origins, readFields(asked.allowed, credentials, preflights, notes));
  sayUnseen(asked, candidates, conversation, parsed, notes);
  return {
    url: parsed.href,
    site: { fallback: policy },
    confidence: confidenceOf(asked, patterns, preflights),
    findings: notes.findings,
    unseen: notes.sentences,
    requests: conversation.requests,
    ended: conversation.ended,
  };
}

/** Without what is not sent, or should not be printed. */
function httpUrl(value: string): URL | null {
  if (!URL.canParse(value)) return null;
  const url = new URL(value);
  url.hash = "";
  url.username = "";
  url.password = "";
  return url.protocol === "https:" || url.protocol === "http:" ? url : null;
}

function usablePatterns(patterns: readonly string[], notes: Notes): readonly string[] {
  const isUsable = (pattern: string): boolean => pattern === "null" || isOrigin(pattern);
  for (const pattern of patterns)
    if (!isUsable(pattern))
      notes.unseen(`${JSON.stringify(pattern)} is no origin, and was not asked: write scheme, host and port.`);
  return patterns.filter(isUsable);
}

function endIfBroken(conversation: Conversation, { allowed }: OriginsAsked): void {
  const { exchanges } = conversation;
  const [first] = exchanges;
  if (first === undefined || allowed.length > 0 || exchanges.some(({ status }) => status < 500)) return;
  conversation.end({
    code: "server-errors",
    message: `It answers ${first.status} to everything, without CORS headers: there is nothing to learn from.`,
  });
}

/** Whether a page that includes credentials may read; beside `*`, none may. */
function hasCredentials(exchange: Exchange): boolean {
  return allowsCredentials(exchange) && !namedOrigins(exchange).includes("*");
}

async function askPreflights(
  conversation: Conversation,
  { kind, allowed }: OriginsAsked,
  credentials: boolean,
  { methods = [], requestHeaders = [] }: LearnOptions,
  notes: Notes,
): Promise<PreflightsLearned> {
  const origin = allowed[0]?.origin ?? null;
  if (kind === "listed") judgeStrangersPreflight(await conversation.preflight(strangers[0], "PUT"), notes);
  if (origin === null) return nothingLearned("unknown");
  const about = {
    methods: [...new Set([...usualMethods, ...methods])],
    headers: [...new Set([...usualHeaders, ...requestHeaders])],
  };
  return learnPreflights(conversation, { origin, credentials }, about, notes);
}

async function askErrors(conversation: Conversation, { allowed }: OriginsAsked, notes: Notes): Promise<void> {
  const [first] = allowed;
  if (first === undefined || first.origin === null) return;
  const usual = await conversation.get(first.origin);
  // Without CORS on what is there, its absence from errors is no news; with it on an error, they have it.
  if (usual === null || !isAllowed(usual) || usual.status >= 400) return;
  const missing = await conversation.getMissingPath(first.origin);
  if (missing === null) return;
  if (missing.status < 400)
    notes.unseen("No path was found that does not exist: whether errors carry the headers was not seen.");
  else if (!isAllowed(missing))
    notes.found("errors-without-cors", evidenceOf(missing, "Access-Control-Allow-Origin"), `HTTP ${missing.status}`);
}

async function judgeCaching(conversation: Conversation, { kind, allowed }: OriginsAsked, notes: Notes): Promise<void> {
  if (kind === "open") return;
  const stranger = kind === "listed" ? await conversation.get(strangers[0]) : null;
  // Caches keep no answers to OPTIONS.
  const cached = allowed.filter(({ asked }) => asked.startsWith("GET "));
  judgeVary(await conversation.get(null), stranger, cached, notes);
}

/** Whom the policy names, and whether they may include credentials. */
function chooseOrigins(
  { kind, allowed }: OriginsAsked,
  patterns: OriginPatterns,
  named: readonly string[],
  credentials: boolean,
  notes: Notes,
): { readonly origins: "*" | readonly string[]; readonly credentials: boolean } {
  const [shownBy] = allowed;
  if (kind === "listed" || shownBy === undefined)
    return { origins: safeOrigins(patterns, credentials, notes), credentials };
  if (kind === "open") return { origins: "*", credentials: false };
  const evidence = evidenceOf(shownBy, "Access-Control-Allow-Origin");
  notes.found(credentials ? "reflects-any-origin" : "reflects-without-credentials", evidence);
  const listed = named
    .filter((origin) => origin !== "null")
    .map((origin) => ({ match: createOriginMatch(origin), shownBy }));
  if (!credentials) return { origins: "*", credentials };
  if (listed.length > 0)
    return { origins: safeOrigins({ named: listed, turnedUp: [] }, credentials, notes), credentials };
  notes.unseen("Who may include credentials was not named: the policy allows everybody, without them.");
  return { origins: "*", credentials: false };
}

function confidenceOf(
  { allowed }: OriginsAsked,
  patterns: OriginPatterns,
  { methods, requestHeaders, answer }: PreflightsLearned,
): Readonly<Record<LearnedField, Confidence>> {
  const isGeneral = [...patterns.named, ...patterns.turnedUp].some(
    ({ match }) => match.pattern !== "null" && !isExact(match),
  );
  const ofAllowed = allowed.length === 0 ? "unknown" : "seen";
  return {
    origins: isGeneral ? "inferred" : ofAllowed,
    credentials: ofAllowed,
    methods: methods.confidence,
    requestHeaders: requestHeaders.confidence,
    exposedHeaders: ofAllowed,
    maxAge: answer === null ? "unknown" : "seen",
  };
}

function learnedNothing(url: string, ended: Ended, requests: readonly string[], notes: Notes): LearnedPolicy {
  const confidence = confidenceOf(
    { kind: "listed", allowed: [], ask: () => Promise.resolve(null) },
    noPatterns,
    nothingLearned("unknown"),
  );
  return { url, site: null, confidence, findings: notes.findings, unseen: notes.sentences, requests, ended };
}
