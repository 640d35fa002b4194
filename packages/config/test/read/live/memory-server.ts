import type { Cors } from "concors";
import type { LiveRequest, LiveResponse, LiveTransport } from "../../../src/read/index.ts";

/** A server in memory, and what it was asked. */
export interface MemoryServer {
  readonly transport: LiveTransport;
  readonly requests: LiveRequest[];
}

export function memoryServer(answer: (request: LiveRequest, count: number) => LiveResponse): MemoryServer {
  const requests: LiveRequest[] = [];
  return {
    requests,
    transport: (request) => {
      requests.push(request);
      return Promise.resolve(answer(request, requests.length));
    },
  };
}

/** A server that carries out a policy, and has one path. */
export function corsServer({ decide }: Pick<Cors, "decide">, path = "/items"): MemoryServer {
  return memoryServer(({ method, url, headerList }) => {
    const decision = decide({ method, headers: headerList });
    const headers = [...decision.headers, ...decision.vary.map((name) => ["Vary", name] as const)];
    if (decision.kind === "preflight") return { status: decision.status, headerList: headers };
    return { status: url.pathname === path ? 200 : 404, headerList: headers };
  });
}
