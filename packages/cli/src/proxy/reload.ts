import { Counter, Gauge, Registry } from "prom-client";
import { UsageError } from "../usage-error.ts";
import type { Journal } from "./operate/journal.ts";
import type { MetricValues } from "./operate/metrics.ts";
import { problemLine } from "./problem-line.ts";
import { checkSettings } from "./settings/check-settings.ts";
import { readSettings, settingsFile } from "./settings/read-settings.ts";
import type { SettingSources } from "./settings/read-settings.ts";
import type { ProxySettings } from "./settings/settings.ts";

/** Reads settings again while the proxy runs. */
export interface Reload {
  readonly now: () => void;
  readonly metrics: () => Promise<MetricValues>;
}

/**
 * Reads the file again, and lets its settings hold if nothing is wrong with them; if something is, it says what, and the
 * old ones go on.
 */
export function createReload(sources: SettingSources, journal: Journal, apply: (next: ProxySettings) => void): Reload {
  const registry = new Registry();
  const registers = [registry];
  const reloads = new Counter({
    name: "concors_proxy_reloads_total",
    help: "Times that the settings were read again, by whether they hold since.",
    labelNames: ["result"],
    registers,
  });
  const last = new Gauge({
    name: "concors_proxy_last_reload_ok",
    help: "1 if the settings that were read last hold, 0 if they are wrong and those before them do.",
    registers,
  });
  last.set(1);

  function refuse(lines: readonly string[]): void {
    reloads.inc({ result: "refused" });
    last.set(0);
    for (const line of lines) journal.warning(line);
    journal.warning("The settings are as they were before.");
  }

  return {
    metrics: () => registry.getMetricsAsJSON(),
    now() {
      const file = settingsFile(sources);
      if (file === null || file === "-") {
        refuse(["There is no file to read again: --config names one."]);
        return;
      }
      try {
        const given = readSettings(sources);
        const checked = checkSettings(given.value);
        if (!checked.ok) {
          refuse(checked.problems.map((problem) => problemLine(problem, given)));
          return;
        }
        apply(checked.settings);
        reloads.inc({ result: "ok" });
        last.set(1);
        journal.note(
          `${file} was read again, and holds from now on, but for where and as how many processes it listens.`,
        );
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        refuse([error.message]);
      }
    },
  };
}
