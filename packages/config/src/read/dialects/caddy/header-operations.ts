import type { PlacedJson } from "../../placed-json.ts";
import type { SimulatedHeader } from "../../simulation/simulation.ts";
import type { Visit } from "./visit.ts";

/**
 * When headers are changed: before the application is asked, so that its own are added to them; when the answer is
 * written, which Caddy's own errors are without; or what the application sent, alone.
 */
export type When = "at once" | "deferred" | "from behind";

/**
 * @param key where in the JSON the headers to set are
 * @see https://caddyserver.com/docs/json/apps/http/servers/routes/handle/headers/
 */
export function changeHeaders(operations: PlacedJson, visit: Visit, when: When, key = "set"): void {
  const remove = (name: string): void => {
    const isOther = (header: SimulatedHeader): boolean => header.name.toLowerCase() !== name.toLowerCase();
    if (when !== "from behind") visit.headers = visit.headers.filter(isOther);
    if (when !== "at once") visit.stripped.add(name.toLowerCase());
  };
  const add = (name: string, values: PlacedJson): void => {
    const added = values.items.map((item) => ({
      name,
      value: visit.expand(item.text ?? ""),
      at: item.at,
      onErrors: when === "at once",
    }));
    visit.headers = [...visit.headers, ...added];
  };
  for (const { text } of operations.listAt("delete")) if (text !== null) remove(text);
  for (const [name, values] of operations.get(key)?.entries ?? []) {
    remove(name);
    add(name, values);
  }
  for (const [name, values] of operations.get("add")?.entries ?? []) add(name, values);
}
