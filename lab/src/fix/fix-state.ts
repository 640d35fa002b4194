import type { CheckAnswer } from "@concors/cli/lab";
import type { Facts, Generated, TargetName } from "@concors/config";
import { generate } from "@concors/config";
import type { Site } from "@concors/config";
import type { Explanation } from "@concors/explain";
import type { ReadonlySignal, Signal } from "@preact/signals";
import { computed, signal } from "@preact/signals";
import type { CheckForm } from "../check/check-link.ts";
import { emptyForm } from "../check/check-link.ts";
import { requestOrder } from "../check/request-order.ts";
import { navigate } from "../router/router.ts";
import { callLab } from "../server/lab-server.ts";
import { readFixLink, writeFixLink } from "./fix-link.ts";
import type { SiteDraft } from "./site-draft.ts";
import { draftOf, textOf } from "./site-draft.ts";

/** What the server sends now. */
export type Live =
  | { readonly kind: "none" }
  | { readonly kind: "busy" }
  | { readonly kind: "problem"; readonly message: string }
  | { readonly kind: "asked"; readonly explanation: Explanation };

/** Something to begin with. */
const firstText = textOf({
  origins: ["https://app.example.com"],
  methods: ["PUT", "DELETE"],
  requestHeaders: ["Content-Type"],
});

/** The policy, or the site of several, as it stands in the editor. */
export const text: Signal<string> = signal(firstText);
export const target: Signal<TargetName> = signal<TargetName>("nginx");
export const facts: Signal<Facts> = signal<Facts>({});
export const request: Signal<CheckForm> = signal<CheckForm>(emptyForm);
export const live: Signal<Live> = signal<Live>({ kind: "none" });

export const draft: ReadonlySignal<SiteDraft> = computed(() => draftOf(text.value));

/** What comes of the policy; null as long as something is wrong with it. */
export const generated: ReadonlySignal<Generated | { readonly problem: string } | null> = computed(() => {
  const { site, value } = draft.value;
  if (site === null) return null;
  try {
    return generate(target.value, value as Site, facts.value);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
});

/** The address that what is shown belongs to. */
let shown: string | null = null;

export function showLink(rest: string, query: string): void {
  if (`${rest}?${query}` === shown) return;
  shown = `${rest}?${query}`;
  const link = readFixLink(rest, query);
  target.value = link.target;
  facts.value = link.facts;
  request.value = link.request ?? emptyForm;
  live.value = { kind: "none" };
  if (link.site !== null) text.value = laidOut(link.site);
}

/** A link has it in one line. */
function laidOut(json: string): string {
  try {
    return textOf(JSON.parse(json));
  } catch {
    return json;
  }
}

let writing: ReturnType<typeof setTimeout> | undefined;

/** The address follows what is written, once somebody pauses: browsers take only so many a second. */
function keepInAddress(): void {
  clearTimeout(writing);
  writing = setTimeout(() => writeAddress("replace"), 300);
}

function writeAddress(how: "push" | "replace"): void {
  clearTimeout(writing);
  const { value } = draft.value;
  const fragment = writeFixLink({
    target: target.value,
    site: value === undefined ? text.value : JSON.stringify(value),
    facts: facts.value,
    request: request.value.url === "" ? null : request.value,
  });
  const [path = "", query = ""] = fragment.replace("#/config/", "").split(/\?(.*)/s);
  shown = `${path}?${query}`;
  navigate(fragment, how);
}

export function setText(next: string): void {
  if (next === text.value) return;
  text.value = next;
  keepInAddress();
}

export function setTarget(next: TargetName): void {
  target.value = next;
  // What is known was known of another server.
  const { version: _version, ...others } = facts.value;
  facts.value = others;
  writeAddress("push");
}

export function setFacts(next: Facts): void {
  facts.value = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
  keepInAddress();
}

export function setRequest(part: Partial<CheckForm>): void {
  request.value = { ...request.value, ...part };
  live.value = { kind: "none" };
  keepInAddress();
}

/** Asks the server what it sends now, as cautiously as a check does. */
export async function askServer(): Promise<void> {
  live.value = { kind: "busy" };
  try {
    const order = requestOrder(request.value, request.value.url.trim(), false);
    const answer = await callLab<CheckAnswer>("/api/check", order);
    const report = answer.reports[0]!;
    // Where engines differ: what a browser gets, and not the standard alone.
    const index = report.engines.find(({ engine }) => engine === "chromium")?.explanation ?? 0;
    live.value = { kind: "asked", explanation: report.explanations[index]! };
  } catch (error) {
    live.value = { kind: "problem", message: error instanceof Error ? error.message : String(error) };
  }
}
