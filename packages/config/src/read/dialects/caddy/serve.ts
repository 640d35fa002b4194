import type { Place } from "../../finding.ts";
import type { PlacedJson } from "../../placed-json.ts";
import type { SimulatedAnswer } from "../../simulation/simulation.ts";
import { changeHeaders } from "./header-operations.ts";
import { isRouteMet } from "./matchers.ts";
import type { Visit } from "./visit.ts";

/** Who answered, where the way of a request ends. */
export type Ended = Pick<SimulatedAnswer, "by" | "status"> & { readonly at: Place };

/** Sends a request through routes, as long as nobody answers. */
export function serveRoutes(routes: readonly PlacedJson[], visit: Visit): Ended | null {
  const groups = new Set<string>();
  for (const route of routes) {
    const group = route.get("group")?.text ?? null;
    if (group !== null && groups.has(group)) continue;
    const met = isRouteMet(route, visit);
    if (met === null && saysCors(route))
      visit.note(route.at, "Which requests this is for is not told by this file alone.");
    if (met !== true) continue;
    if (group !== null) groups.add(group);
    for (const handler of route.listAt("handle")) {
      const ended = serve(handler, visit);
      if (ended !== null) return ended;
    }
    if (route.get("terminal")?.text === "true") return { by: "unknown", status: null, at: route.at };
  }
  return null;
}

/** Whether anything of it is about CORS. */
export function saysCors(json: PlacedJson): boolean {
  return json.some(({ text }, key) => /access-control-/i.test(key) || /access-control-/i.test(text ?? ""));
}

/** @see https://caddyserver.com/docs/json/apps/http/servers/routes/handle/ */
function serve(handler: PlacedJson, visit: Visit): Ended | null {
  const { at } = handler;
  switch (handler.get("handler")?.text) {
    case "subroute":
      return serveRoutes(handler.listAt("routes"), visit);
    case "map":
      for (const { text } of handler.listAt("destinations")) visit.maps.set(text?.slice(1, -1) ?? "", handler);
      return null;
    case "vars":
      for (const [name, { text }] of handler.entries)
        if (name !== "handler") visit.variables.set(name, visit.expand(text ?? ""));
      return null;
    case "headers": {
      const operations = handler.get("response");
      if (operations === undefined) return null;
      const waits = operations.get("deferred")?.text === "true" || operations.get("require") !== undefined;
      if (waits) visit.deferred.push(() => changeHeaders(operations, visit, "deferred"));
      else changeHeaders(operations, visit, "at once");
      return null;
    }
    case "rewrite":
      rewrite(handler, visit);
      return null;
    case "authentication":
      visit.asksPassword = true;
      return null;
    case "static_response": {
      const headers = handler.get("headers");
      if (headers !== undefined) changeHeaders(handler, visit, "at once", "headers");
      return { by: "here", status: Number(handler.get("status_code")?.text ?? 200), at };
    }
    case "error":
      return { by: "here", status: Number(handler.get("status_code")?.text ?? 500), at };
    case "reverse_proxy": {
      const operations = handler.get("headers", "response");
      if (operations !== undefined) changeHeaders(operations, visit, "from behind");
      return { by: "application", status: null, at };
    }
    case "file_server":
      return { by: "files", status: null, at };
    default:
      return null;
  }
}

/** `handle_path` takes the start of the path away. */
function rewrite(handler: PlacedJson, visit: Visit): void {
  const prefix = handler.get("strip_path_prefix")?.text ?? null;
  if (prefix !== null && visit.path.startsWith(prefix)) visit.path = visit.path.slice(prefix.length) || "/";
}
