import type { Arrival, FrameMessage, FrameOrder, Run, Seen } from "@concors/cli/lab";
import { LabServerError, callLab, listenToLab } from "../server/lab-server.ts";
import type { Happened } from "./compare.ts";
import { frameInitOf, runOrderOf } from "./run-order.ts";
import type { Resources } from "./sites.ts";
import { askedName } from "./sites.ts";
import type { Stage } from "./stage.ts";

/** How long site A's page may take to come, and its browser to answer, in seconds. */
const patience = { frame: 5, answer: 20 };

/** Where a run is played, and who is told of it. */
interface Surroundings {
  /** Where the frame is put for as long as it takes. */
  readonly room: HTMLElement;
  readonly signal: AbortSignal;
  /** Told of what has happened so far, each time that something has. */
  readonly onProgress?: (happened: Happened) => void;
}

/**
 * Has the browser at hand play a stage: site A's page is shown in a frame, and fetches; the server tells what arrived.
 *
 * @throws LabServerError with a sentence for a person
 */
export async function runForReal(stage: Stage, resources: Resources, surroundings: Surroundings): Promise<Happened> {
  const { onProgress, room, signal } = surroundings;
  const run = await callLab<Run>("/api/runs", runOrderOf(stage, resources));
  signal.throwIfAborted();
  const frame = document.createElement("iframe");
  frame.title = "Site A's page";
  frame.tabIndex = -1;
  if (stage.page.sandboxed) frame.setAttribute("sandbox", "allow-scripts");
  const messages = listenTo(frame, stage.page.sandboxed ? "null" : run.frameOrigin, signal);
  const told = tellProgress(run.id, signal, onProgress);
  try {
    frame.src = run.frame;
    room.append(frame);
    await messages.ready;
    for (let time = 0; time < stage.request.times; time++) {
      if (time > 0) await delay(stage.request.pause, signal);
      const url = run.urls[askedName(stage)]!;
      const order: FrameOrder = { kind: "fetch", order: time, url, init: frameInitOf(stage) };
      // A sandboxed page has no origin to name; it is this frame's window that is told, and no secret.
      const answered = messages.seen(time);
      frame.contentWindow!.postMessage(order, stage.page.sandboxed ? "*" : run.frameOrigin);
      told.begin();
      const seen = await answered;
      // What the server tells as it happens may be on its way yet; all that arrived is known to it by now.
      told.end(seen, await callLab<readonly Arrival[]>(`/api/runs/${run.id}`));
      signal.throwIfAborted();
    }
    return told.happened();
  } finally {
    told.stop();
    messages.end();
    frame.remove();
  }
}

interface Progress {
  readonly begin: () => void;
  readonly end: (seen: Seen, arrivals: readonly Arrival[]) => void;
  readonly happened: () => Happened;
  readonly stop: () => void;
}

const nothingYet: Happened = { begun: 0, seen: [], arrivals: [], arrivedBy: [] };

/** Keeps what has happened in a run, and tells it as it does: each exchange once the sites know of it. */
function tellProgress(id: string, signal: AbortSignal, onProgress: Surroundings["onProgress"]): Progress {
  const ended = new AbortController();
  let now = nothingYet;
  const change = (part: Partial<Happened>): void => {
    now = { ...now, ...part };
    if (!ended.signal.aborted && !signal.aborted) onProgress?.(now);
  };
  if (onProgress !== undefined) {
    const heard: Arrival[] = [];
    const hear = (arrival: unknown): void => {
      heard.push(arrival as Arrival);
      if (heard.length > now.arrivals.length) change({ arrivals: [...heard] });
    };
    // Without it everything is known as well, only later.
    listenToLab(`/api/runs/${id}/arrivals`, hear, AbortSignal.any([signal, ended.signal])).catch(() => {});
  }
  return {
    begin: () => change({ begun: now.begun + 1 }),
    end: (seen, arrivals) =>
      change({ seen: [...now.seen, seen], arrivals, arrivedBy: [...now.arrivedBy, arrivals.length] }),
    happened: () => now,
    stop: () => ended.abort(),
  };
}

interface Messages {
  readonly ready: Promise<void>;
  readonly seen: (order: number) => Promise<Seen>;
  readonly end: () => void;
}

/** What the frame says; nobody else is listened to. */
function listenTo(frame: HTMLIFrameElement, origin: string, signal: AbortSignal): Messages {
  const ready = Promise.withResolvers<void>();
  const answers = new Map<number, (seen: Seen) => void>();
  const listener = (event: MessageEvent<FrameMessage>): void => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    if (event.data.kind === "ready") ready.resolve();
    else answers.get(event.data.order)?.(event.data.seen);
  };
  addEventListener("message", listener);
  const tooLate = `Site A's page got no answer within ${patience.answer} seconds.`;
  return {
    ready: within(ready.promise, patience.frame, "Site A's page did not come up in its frame.", signal),
    seen: (order) => {
      const { promise, resolve } = Promise.withResolvers<Seen>();
      answers.set(order, resolve);
      return within(promise, patience.answer, tooLate, signal);
    },
    end: () => removeEventListener("message", listener),
  };
}

async function within<Value>(
  promise: Promise<Value>,
  seconds: number,
  otherwise: string,
  signal: AbortSignal,
): Promise<Value> {
  const tooLate = new AbortController();
  const late = async (): Promise<never> => {
    await delay(seconds, AbortSignal.any([signal, tooLate.signal]));
    throw new LabServerError(otherwise);
  };
  try {
    return await Promise.race([promise, late()]);
  } finally {
    tooLate.abort();
  }
}

function delay(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
