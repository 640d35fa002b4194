import type { IncomingMessage, ServerResponse } from "node:http";
import { sendPageFile } from "./ask-page.ts";
import type { InstalledBrowser, MissingBrowser } from "@concors/cli/real-browser";
import { findBrowser, ProcessGroup } from "@concors/cli/real-browser";
import type { BrowserName } from "./data.ts";
import { rehearsal } from "./rehearsal.ts";
import type { Observation, ObservedStep, Scenario } from "./scenario.ts";
import { ScenarioServer, readBody } from "./scenario-server.ts";
import { nodeOfUrl } from "./scenario-world.ts";

export interface AskOptions {
  /** The browser to start, in place of the one that is found. */
  readonly installed?: InstalledBrowser | MissingBrowser;
  /** Called with every observation, as it comes in. */
  readonly onObservation?: (observation: Observation) => void;
  /** Milliseconds without a word from the browser, after which it is given up; the waits of the steps not counted. */
  readonly patience?: number;
  readonly signal?: AbortSignal;
}

/**
 * Plays scenarios in a real browser: a page that it opens fetches them one by one and reports what it saw.
 *
 * @returns what it did with each, in order
 * @throws Error if the browser is missing, ends, or falls silent; its message is one line
 */
export async function askBrowser(
  browser: BrowserName,
  scenarios: readonly Scenario[],
  { installed = findBrowser(browser), onObservation, patience = 60_000, signal }: AskOptions = {},
): Promise<Observation[]> {
  if (installed.file === null) throw new Error(`${browser} is not installed: ${installed.install}`);
  const { promise: finished, resolve: finish, reject: giveUp } = deferred();
  const observations: Observation[] = [];
  const position = (): string => `after ${observations.length} of ${scenarios.length} scenarios`;
  const silence = new Silence(() =>
    giveUp(new Error(`${browser} said nothing for ${patience / 1000} s, ${position()}`)),
  );
  const interrupt = (): void => giveUp(new Error(`${browser} was stopped ${position()}`));

  const tasks = [rehearsal, ...scenarios].values();
  let task: Scenario | undefined;

  const server = await ScenarioServer.start((request, response) => {
    answerPage(request, response).catch(giveUp);
  });

  async function answerPage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === "/next") {
      task = tasks.next().value;
      if (task === undefined) return finish();
      server.begin(task, browser);
      silence.begin(patience + task.steps.reduce((sum, { wait = 0 }) => sum + wait, 0));
      return sendJson(response, withUrls(task));
    }
    if (request.url === "/result") {
      const { id, steps } = JSON.parse((await readBody(request)).toString()) as Omit<Observation, "wire">;
      if (task?.id !== id) throw new Error(`${browser} answered ${id}, which it was not asked`);
      const observation = { id, steps: steps.map(withNodeName), wire: server.end(task, browser) };
      if (task !== rehearsal) {
        observations.push(observation);
        onObservation?.(observation);
      }
      return sendJson(response, null);
    }
    sendPageFile(request, response);
  }

  function withUrls(scenario: Scenario): object {
    const steps = scenario.steps.map(({ query = "", ...step }) => ({
      ...step,
      url: server.world.urlOf(scenario, step.node, browser) + query,
    }));
    return { id: scenario.id, page: scenario.page, steps };
  }

  let group: ProcessGroup | undefined;
  signal?.addEventListener("abort", interrupt);
  try {
    signal?.throwIfAborted();
    silence.begin(patience);
    group = await ProcessGroup.start((folder) => installed.open(`${server.world.originOf("A")}/page.html`, folder));
    void group.ended.then((how) => giveUp(new Error(`${browser} ended (${how}) ${position()}`)));
    await finished;
    return observations;
  } finally {
    silence.end();
    signal?.removeEventListener("abort", interrupt);
    await group?.stop();
    await server.close();
  }
}

/** A watch over a time in which nothing is heard. */
class Silence {
  readonly #tooLong: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(tooLong: () => void) {
    this.#tooLong = tooLong;
  }

  /** From now, for so many milliseconds. */
  begin(patience: number): void {
    this.end();
    this.#timer = setTimeout(this.#tooLong, patience);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void; reject: (reason: unknown) => void } {
  let settle: { resolve: () => void; reject: (reason: unknown) => void };
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // It may be rejected before anybody waits for it.
  promise.catch(() => undefined);
  return { promise, ...settle! };
}

function withNodeName(step: ObservedStep): ObservedStep {
  return step.ok ? { ...step, url: nodeOfUrl(step.url) } : step;
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(value));
}
