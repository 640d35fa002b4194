import { loss } from "../loss.ts";
import type { LossField } from "../loss.ts";
import type { Emitted } from "../target.ts";

/** Nothing printed, and one sentence why: what it takes is more than there is room for. */
export function refused(title: string, field: LossField, why: string): Emitted {
  return { files: [], check: [], losses: [loss(title, "policy-not-said", field, "refused", [why])] };
}
