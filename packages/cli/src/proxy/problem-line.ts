import type { SettingProblem } from "./settings/check-settings.ts";
import type { GivenSettings } from "./settings/read-settings.ts";

/** What is wrong, behind where it was said: `CONCORS_PROXY_PORT: port "x" is no port…` */
export function problemLine({ path, message }: SettingProblem, { sourceOf }: GivenSettings): string {
  const source = sourceOf(path);
  return source === null ? message : `${source}: ${message}`;
}
