import type { Compared, SimulatedAnswer, SimulatedHeader, SimulatedRequest, Simulation } from "./simulation.ts";

type Asked = Pick<SimulatedRequest, "method" | "origin"> & Partial<SimulatedRequest>;

const toldNothing: Compared = () => undefined;

/** The answer to a request for the path of the simulation. */
export function ask(simulation: Simulation, request: Asked, compared: Compared = toldNothing): SimulatedAnswer {
  const { path } = simulation;
  return simulation.answer({ path, requestMethod: null, requestHeaders: null, ...request }, compared);
}

/** A simulation that works out each answer once. */
export function remembering(simulation: Simulation): Simulation {
  const answers = new Map<string, SimulatedAnswer>();
  return {
    ...simulation,
    answer: (request, compared) => {
      if (compared !== toldNothing) return simulation.answer(request, compared);
      const key = JSON.stringify(request);
      const answer = answers.get(key) ?? simulation.answer(request, compared);
      answers.set(key, answer);
      return answer;
    },
  };
}

/** A preflight of a page of this origin. */
export function asPreflight(origin: string | null): Asked {
  return { method: "OPTIONS", origin, requestMethod: "PUT", requestHeaders: "x-asked" };
}

/** The first line of a header that is sent. */
export function headerOf({ headers }: SimulatedAnswer, name: string): SimulatedHeader | undefined {
  return headers.find((header) => header.name.toLowerCase() === name && header.value !== "");
}

/** All lines of a header, as browsers join them; "" if there is none. */
export function valueOf({ headers }: SimulatedAnswer, name: string): string {
  return headers
    .filter((header) => header.name.toLowerCase() === name && header.value !== "")
    .map(({ value }) => value)
    .join(", ");
}
