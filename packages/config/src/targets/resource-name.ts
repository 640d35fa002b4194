import type { Plan } from "../plan/plan.ts";

/** A name for a Kubernetes object, which has no underscores and does not end with a hyphen. */
export function resourceName({ name }: Plan): string {
  return name.replaceAll("_", "-").replace(/-+$/, "");
}
