import type { CheckAnswer, CheckOrder } from "@concors/cli/lab";
import type { ReadonlySignal, Signal } from "@preact/signals";
import { computed, signal } from "@preact/signals";
import { navigate } from "../router/router.ts";
import { callLab } from "../server/lab-server.ts";
import type { CheckForm } from "./check-link.ts";
import { emptyForm, readCheckLink, sharedLink, writeCheckLink } from "./check-link.ts";
import { unpackResults } from "./packed-results.ts";
import type { Recognised } from "./recognise.ts";
import { recognise } from "./recognise.ts";
import { pageSettings, requestOrder } from "./request-order.ts";
import type { Results } from "./results.ts";

/** A recording that was dropped, too long for the box. */
export interface Recording {
  readonly name: string;
  readonly text: string;
}

/** What became of the last check. */
export type Outcome =
  | { readonly kind: "none" }
  | { readonly kind: "busy" }
  | { readonly kind: "problem"; readonly message: string }
  | {
      readonly kind: "results";
      readonly results: Results;
      /** What was said beside the text; nothing of what was brought. */
      readonly asked: CheckForm;
      /** Whether they were asked for here, or came with a link or a file. */
      readonly origin: "asked" | "brought";
    };

/** What stands in the box. */
export const box: Signal<string> = signal("");
export const recording: Signal<Recording | null> = signal<Recording | null>(null);
/** What is said beside the box; its URL is the box's. */
export const form: Signal<CheckForm> = signal<CheckForm>(emptyForm);
/** Whether requests that may change something are sent too. Never in an address: a link must not decide it. */
export const send: Signal<boolean> = signal(false);
export const outcome: Signal<Outcome> = signal<Outcome>({ kind: "none" });

export const recognised: ReadonlySignal<Recognised> = computed(() =>
  recording.value === null ? recognise(box.value) : { kind: "har" },
);

/** The address that what is shown belongs to. */
let shown: string | null = null;

/** What was found out, by its address: Back shows it again, and asks nobody. */
const found = new Map<string, Outcome>();

const mostFound = 20;

/**
 * Shows what an address says. It asks nobody: a link may come from anywhere, and what is asked is the visitor's to say.
 */
export async function showLink(query: string): Promise<void> {
  if (query === shown) return;
  shown = query;
  const link = readCheckLink(new URLSearchParams(query));
  recording.value = null;
  outcome.value = found.get(query) ?? { kind: "none" };
  send.value = false;
  if (link.kind === "form") {
    form.value = link.form;
    box.value = link.form.url;
  } else if (link.kind === "text") {
    form.value = emptyForm;
    box.value = link.text;
  } else {
    form.value = emptyForm;
    box.value = "";
    await bring(() => unpackResults(link.packed));
  }
}

/** Shows results that were made elsewhere. */
async function bring(get: () => Promise<unknown>): Promise<void> {
  const at = shown;
  try {
    const value = await get();
    // The schema is only needed here.
    const { readResults } = await import("./results.ts");
    const results = readResults(value);
    if (shown !== at) return;
    const request = results.reports[0]?.explanations[0]?.request;
    if (request !== undefined) {
      box.value = request.url;
      form.value = { ...emptyForm, url: request.url, from: request.origin, method: request.method };
    }
    outcome.value = { kind: "results", results, asked: emptyForm, origin: "brought" };
  } catch (error) {
    if (shown === at) outcome.value = { kind: "problem", message: messageOf(error) };
  }
}

/** Checks what is in the box, with what is said beside it. */
export async function check(): Promise<void> {
  const what = recognised.value;
  if (what.kind === "report") return await bring(() => Promise.resolve(what.value));
  const order = orderOf(what);
  if (order === null) return;
  const asked = askedForm(what);
  outcome.value = { kind: "busy" };
  try {
    const answer = await callLab<CheckAnswer>("/api/check", order);
    outcome.value = { kind: "results", results: resultsOf(answer), asked, origin: "asked" };
    const first = answer.kind === "har" ? undefined : answer.reports[0]?.explanations[0];
    if (first !== undefined) goTo(sharedLink(first.reproduce.permalink, asked), outcome.value);
  } catch (error) {
    outcome.value = { kind: "problem", message: messageOf(error) };
  }
}

/** The address becomes that of what is shown already. */
function goTo(fragment: string, outcomeThere: Outcome): void {
  shown = queryOf(fragment);
  found.delete(shown);
  found.set(shown, outcomeThere);
  for (const [oldest] of found) if (found.size > mostFound) found.delete(oldest);
  navigate(fragment);
}

function queryOf(fragment: string): string {
  return fragment.replace(/^[^?]*\??/, "");
}

/** What the server is asked; null for what it has no part in. */
function orderOf(what: Recognised): CheckOrder | null {
  const { from } = form.value;
  switch (what.kind) {
    case "url":
      return requestOrder(form.value, what.url, send.value);
    case "curl":
    case "fetch": {
      const origin = from.trim() === "" ? {} : { origin: from.trim() };
      return { kind: what.kind, text: box.value, ...origin, ...pageSettings(form.value), send: send.value };
    }
    case "har":
      return { kind: "har", text: recording.value?.text ?? box.value };
    default:
      return null;
  }
}

/** What was said beside the text: a snippet says what asks itself, and a recording all. */
function askedForm({ kind }: Recognised): CheckForm {
  const { coep, csp } = form.value;
  if (kind === "url") return form.value;
  return kind === "har" ? emptyForm : { ...emptyForm, csp, coep };
}

function resultsOf({ count, kind, remarks, reports, times }: CheckAnswer): Results {
  return { reports, times, remarks, line: kind === "har" ? recordingLine(count, reports.length) : null };
}

function recordingLine(count: number, failed: number): string {
  if (count === 0) return "The recording has no request of a page to another origin.";
  const requests = count === 1 ? "1 request to another origin" : `${count} requests to other origins`;
  return failed === 0 ? `Nothing was blocked: ${requests}, all allowed.` : `${requests}, ${failed} to explain.`;
}

export function setForm(part: Partial<CheckForm>): void {
  form.value = { ...form.value, ...part };
}

/** Puts a request into the form, as if it had been typed. */
export function prepare(prepared: CheckForm): void {
  const fragment = writeCheckLink({ kind: "form", form: prepared });
  navigate(fragment);
  void showLink(queryOf(fragment));
}

/** The text in the box becomes the address: a console's message can be shared as it stands. */
export function shareText(): string {
  return writeCheckLink({ kind: "text", text: box.value });
}

/** A file that was dropped or chosen. */
export async function takeFile(file: File): Promise<void> {
  if (file.size > mostFile) {
    outcome.value = {
      kind: "problem",
      message: `${file.name} has ${Math.round(file.size / 1e6)} MB; at most ${mostFile / 1e6} are read. concors check --har takes more.`,
    };
    return;
  }
  const text = await file.text();
  outcome.value = { kind: "none" };
  if (recognise(text).kind === "har") {
    recording.value = { name: file.name, text };
    await check();
  } else {
    recording.value = null;
    box.value = text.slice(0, 100_000);
  }
}

/** In bytes. What is sent to the server is a little more. */
const mostFile = 24_000_000;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
