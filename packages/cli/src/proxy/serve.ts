import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { Io } from "../io.ts";
import { startAdminServer } from "./operate/admin-server.ts";
import { createJournal } from "./operate/create-journal.ts";
import { createMetrics } from "./operate/metrics.ts";
import { createReload } from "./reload.ts";
import type { ProxySettings } from "./settings/settings.ts";
import { settingsFile } from "./settings/read-settings.ts";
import type { SettingSources } from "./settings/read-settings.ts";
import { startProxy } from "./start-proxy.ts";
import type { StartedProxy } from "./start-proxy.ts";
import { urlOf } from "./url-of.ts";

/** Runs a proxy in this process until it is ended. @throws UsageError if it cannot listen */
export async function serve(settings: ProxySettings, sources: SettingSources, io: Io): Promise<void> {
  const journal = createJournal(settings.log, io);
  let started: StartedProxy | null = null;
  let isStopping = false;
  const metrics = createMetrics({
    inFlight: () => started?.inFlight() ?? 0,
    connections: () => started?.connections() ?? 0,
    redis: () => null,
  });
  started = await startProxy(settings, {
    exchange(exchange) {
      metrics.observe(exchange);
      journal.exchange(exchange);
    },
    preflight: metrics.preflight,
    error(error) {
      metrics.error();
      journal.warning("An error of the proxy itself:", error);
    },
  });
  const proxy = started;
  const reload = createReload(sources, journal, (next) => proxy.reload(next));
  const admin =
    settings.admin &&
    (await startAdminServer(settings.admin, {
      notReady: () => (isStopping ? ["it is about to stop"] : []),
      metrics: async () => [await metrics.values(), await reload.metrics()],
    }));
  journal.started(settings, { url: proxy.url, admin: admin && urlOf(admin.address() as AddressInfo) });
  // NB: Without a file, it ends with its terminal, as programs do.
  if (settingsFile(sources) !== null) io.onHangup?.(reload.now);
  await io.interrupted();
  isStopping = true;
  await drain(settings, proxy, io, journal.note);
  admin?.close();
  admin?.closeAllConnections();
  journal.note("Stopped.");
}

/** Lets go on what is under way, and what is sent by those who have not yet seen that it is not ready any more. */
async function drain(
  { drainDelay }: ProxySettings,
  proxy: Pick<StartedProxy, "inFlight" | "close">,
  io: Io,
  note: (text: string) => void,
): Promise<void> {
  if (drainDelay === 0 && proxy.inFlight() === 0) return proxy.close(Promise.resolve());
  const hurry = io.interrupted();
  if (drainDelay > 0) {
    note(`Not ready any more: in ${drainDelay} s it stops. Ctrl+C again stops it now.`);
    await Promise.race([setTimeout(drainDelay * 1000, undefined, { ref: false }), hurry]);
  }
  const underWay = proxy.inFlight();
  if (underWay > 0) note(`Stopping: ${underWay} under way may end, for 10 seconds. Ctrl+C again breaks off.`);
  return proxy.close(hurry);
}
