import type { Arrival, FrameMessage, FrameOrder, Run, Seen } from "@concors/cli/lab";
import { LabServerError, callLab } from "../server/lab-server.ts";
import type { Happened } from "./compare.ts";
import { frameInitOf, runOrderOf } from "./run-order.ts";
import type { Resources } from "./sites.ts";
import { askedName } from "./sites.ts";
import type { Stage } from "./stage.ts";

/** How long site A's page may take to come, and its browser to answer, in milliseconds. */
const patience = { frame: 5000, answer: 10_000 };

/**
 * Has the browser at hand play a stage: site A's page is shown in a frame, and fetches; the server tells what arrived.
 *
 * @param room where the frame is put for as long as it takes
 * @throws LabServerError with a sentence for a person
 */
export async function runForReal(
  stage: Stage,
  resources: Resources,
  room: HTMLElement,
  signal: AbortSignal,
): Promise<Happened> {
  const run = await callLab<Run>("/api/runs", runOrderOf(stage, resources));
  signal.throwIfAborted();
  const frame = document.createElement("iframe");
  frame.title = "Site A's page";
  frame.tabIndex = -1;
  if (stage.page.sandboxed) frame.setAttribute("sandbox", "allow-scripts");
  const messages = listenTo(frame, stage.page.sandboxed ? "null" : run.frameOrigin, signal);
  try {
    frame.src = run.frame;
    room.append(frame);
    await messages.ready;
    const seen: Seen[] = [];
    for (let time = 0; time < stage.request.times; time++) {
      if (time > 0) await delay(stage.request.pause * 1000, signal);
      const url = run.urls[askedName(stage)]!;
      const order: FrameOrder = { kind: "fetch", order: time, url, init: frameInitOf(stage) };
      // A sandboxed page has no origin to name; it is this frame's window that is told, and no secret.
      const answered = messages.seen(time);
      frame.contentWindow!.postMessage(order, stage.page.sandboxed ? "*" : run.frameOrigin);
      seen.push(await answered);
    }
    const arrivals = await callLab<readonly Arrival[]>(`/api/runs/${run.id}`);
    signal.throwIfAborted();
    return { seen, arrivals };
  } finally {
    messages.end();
    frame.remove();
  }
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
  return {
    ready: within(ready.promise, patience.frame, "Site A's page did not come up in its frame.", signal),
    seen: (order) => {
      const { promise, resolve } = Promise.withResolvers<Seen>();
      answers.set(order, resolve);
      return within(promise, patience.answer, "Site A's page got no answer within ten seconds.", signal);
    },
    end: () => removeEventListener("message", listener),
  };
}

async function within<Value>(
  promise: Promise<Value>,
  milliseconds: number,
  otherwise: string,
  signal: AbortSignal,
): Promise<Value> {
  const tooLate = new AbortController();
  const late = async (): Promise<never> => {
    await delay(milliseconds, AbortSignal.any([signal, tooLate.signal]));
    throw new LabServerError(otherwise);
  };
  try {
    return await Promise.race([promise, late()]);
  } finally {
    tooLate.abort();
  }
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
