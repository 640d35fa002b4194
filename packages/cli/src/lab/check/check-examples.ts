import type { DemoSites } from "../../demo/demo-sites.ts";
import type { CheckExample, RequestOrder } from "../wire.ts";

/** What can be tried on the demo's sites. */
export function checkExamples({ api, page }: DemoSites): CheckExample[] {
  const ask = (path: string, more: Partial<RequestOrder> = {}): RequestOrder => ({
    kind: "request",
    url: `${api}${path}`,
    origin: page,
    ...more,
  });
  const put = { method: "PUT", headers: [["Content-Type", "application/json"]], body: "[]" } as const;
  return [
    { about: "A server that knows nothing of preflights", order: ask("/items", put) },
    { about: "A server whose errors have no CORS headers", order: ask("/report") },
    {
      about: "A server that lets everyone in, and a page that sends cookies",
      order: ask("/mine", { credentials: "include" }),
    },
    { about: "A server that does it right", order: ask("/fixed", put) },
  ];
}
