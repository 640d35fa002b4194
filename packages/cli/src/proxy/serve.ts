import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { Io } from "../io.ts";
import { startAdminServer } from "./operate/admin-server.ts";
import { createReload } from "./reload.ts";
import { settingsFile } from "./settings/read-settings.ts";
import type { SettingSources } from "./settings/read-settings.ts";
import type { ProxySettings } from "./settings/settings.ts";
import { startUnit } from "./unit.ts";
import { urlOf } from "./url-of.ts";
import type { Crew } from "./crew.ts";
import { startFleet } from "./fleet/start-fleet.ts";

/** Runs a proxy until it is ended. @throws UsageError if it cannot listen */
export async function serve(settings: ProxySettings, sources: SettingSources, io: Io): Promise<void> {
  const crew = settings.workers === 1 ? await ownCrew(settings, io) : await startFleet(settings, io);
  const { journal } = crew;
  let isStopping = false;
  const reload = createReload(sources, journal, crew.reload);
  const admin = await startAdmin().catch(async (error: unknown) => {
    await crew.close(Promise.resolve());
    throw error;
  });
  journal.started(settings, { url: crew.url, admin: admin && urlOf(admin.address() as AddressInfo) });
  // NB: Without a file, it ends with its terminal, as programs do.
  if (settingsFile(sources) !== null) io.onHangup?.(reload.now);
  await io.interrupted();
  isStopping = true;
  await drain(settings, crew, io);
  admin?.close();
  admin?.closeAllConnections();
  journal.note("Stopped.");

  async function startAdmin(): Promise<Server | null> {
    if (settings.admin === null) return null;
    return startAdminServer(settings.admin, {
      notReady: () => (isStopping ? ["it is about to stop"] : crew.notReady()),
      metrics: async () => [...(await crew.metrics()), await reload.metrics()],
    });
  }
}

/** This process alone. */
async function ownCrew(settings: ProxySettings, io: Io): Promise<Crew> {
  const { proxy, metrics, journal } = await startUnit(settings, io);
  return { ...proxy, journal, metrics: async () => [await metrics.values()] };
}

/** Lets go on what is under way, and what is sent by those who have not yet seen that it is not ready any more. */
async function drain({ drainDelay }: ProxySettings, crew: Crew, io: Io): Promise<void> {
  if (drainDelay === 0 && crew.inFlight() === 0) return crew.close(Promise.resolve());
  const { note } = crew.journal;
  const hurry = io.interrupted();
  if (drainDelay > 0) {
    note(`Not ready any more: in ${drainDelay} s it stops. Ctrl+C again stops it now.`);
    await Promise.race([setTimeout(drainDelay * 1000, undefined, { ref: false }), hurry]);
  }
  const underWay = crew.inFlight();
  if (underWay === null) note("Stopping: what is under way may end, for 10 seconds. Ctrl+C again breaks off.");
  else if (underWay > 0) note(`Stopping: ${underWay} under way may end, for 10 seconds. Ctrl+C again breaks off.`);
  return crew.close(hurry);
}
