import type { IncomingMessage, ServerResponse } from "node:http";
import { ProblemError, sendJson, sendProblem } from "./problem.ts";
import { readJson } from "./read-json.ts";
import { streamArrivals } from "./runs/arrival-stream.ts";
import { checkRunOrder } from "./runs/check-run-order.ts";
import type { RunStore } from "./runs/run-store.ts";
import type { CheckAnswer, LabInfo } from "./wire.ts";

/** Answers what the guard let through. */
export type Api = (path: string, request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface ApiParts {
  readonly info: LabInfo;
  readonly runs: RunStore;
  /** @throws ProblemError if the order makes no sense, or there is too much to do */
  readonly check: (order: unknown) => Promise<CheckAnswer>;
  /** Told of an error that nobody foresaw. */
  readonly onMistake: (error: unknown) => void;
}

const mostRunBytes = 256_000;

/** Recordings are long. */
const mostCheckBytes = 32_000_000;

export function createApi({ check, info, onMistake, runs }: ApiParts): Api {
  const answer: Api = async (path, request, response) => {
    if (path === "/api/lab") return sendJson(response, info);
    if (path === "/api/runs") return sendJson(response, runs.add(checkRunOrder(await readJson(request, mostRunBytes))));
    if (path === "/api/check") return sendJson(response, await check(await readJson(request, mostCheckBytes)));
    const [, id, arrivals] = /^\/api\/runs\/([\w-]+)(\/arrivals)?$/.exec(path) ?? [];
    if (id === undefined) throw new ProblemError(404, "The Lab knows no such request.");
    if (arrivals === undefined) return sendJson(response, runs.get(id).arrivals);
    return streamArrivals(runs.get(id), response);
  };
  return async (path, request, response) => {
    try {
      await answer(path, request, response);
    } catch (error) {
      if (error instanceof ProblemError) return sendProblem(response, error);
      // A request that breaks off in the middle has nobody left to answer.
      if (request.destroyed && !request.complete) return void response.destroy();
      onMistake(error);
      sendProblem(response, new ProblemError(500, "That is a mistake of the Lab's own; its terminal says more."));
    }
  };
}
