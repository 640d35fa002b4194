import process from "node:process";
import { UsageError } from "../../usage-error.ts";
import { startUnit } from "../unit.ts";
import type { Unit } from "../unit.ts";
import type { Order, Report } from "./messages.ts";

// One of several processes that take requests for one proxy: it is started by start-fleet.ts, and does what that says.

/** Milliseconds between two looks at whether it is ready. */
const interval = 100;

const io = {
  write: (text: string): void => void process.stdout.write(text),
  writeError: (text: string): void => void process.stderr.write(text),
};

// Ctrl+C and a service manager tell all processes of a group: it is the first that says what is to be done.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
// `concors proxy … | head` is no error.
process.stdout.on("error", () => {});

let starting: Promise<Unit | null> | null = null;
let hurry = (): void => {};
const hurried = new Promise<void>((resolve) => (hurry = resolve));

process.on("message", (order: Order) => {
  switch (order.kind) {
    case "settings":
      if (starting === null) starting = start(order.settings);
      else void starting.then((unit) => unit?.proxy.reload(order.settings));
      return;
    case "measure":
      void starting?.then(async (unit) => {
        if (unit !== null) report({ kind: "measures", id: order.id, values: await unit.metrics.values() });
      });
      return;
    case "end":
      void end();
      return;
    case "hurry":
      hurry();
  }
});
report({ kind: "awake" });

async function start(settings: Extract<Order, { kind: "settings" }>["settings"]): Promise<Unit | null> {
  try {
    const unit = await startUnit(settings, io);
    let told = "[]";
    setInterval(() => {
      const notReady = unit.proxy.notReady();
      if (JSON.stringify(notReady) === told) return;
      told = JSON.stringify(notReady);
      report({ kind: "state", notReady });
    }, interval).unref();
    report({ kind: "state", notReady: unit.proxy.notReady() });
    report({ kind: "listening", url: unit.proxy.url });
    return unit;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    report({ kind: "failed", message: error.message });
    return null;
  }
}

async function end(): Promise<void> {
  const unit = await starting;
  await unit?.proxy.close(hurried);
  process.exit(0);
}

function report(what: Report): void {
  // The first process may be gone: then this one ends by itself.
  if (process.connected) process.send?.(what);
}
