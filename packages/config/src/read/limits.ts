import { checkSite } from "../check-site.ts";
import { completeFacts } from "../facts.ts";
import type { Loss, LossCode } from "../loss.ts";
import { createPlan } from "../plan/create-plan.ts";
import { restrictPlan } from "../plan/restrict-plan.ts";
import { targetNamed } from "../targets/index.ts";
import type { Block, OriginRule } from "./block.ts";
import type { Finding, Limit, Place } from "./finding.ts";
import type { LintCode } from "./lint-words.ts";
import { recoverPolicy } from "./recover-site.ts";

/** The loss that says of a server what a finding says of a file. */
export const lossesOfFindings: Partial<Readonly<Record<LintCode, LossCode>>> = {
  "plain-options-swallowed": "plain-options-answered",
  "preflight-not-answered": "preflight-not-answered",
  "vary-missing": "vary-missing",
  "vary-sometimes": "vary-missing",
};

/** What is said of a server as such. */
const lossesOfServers: readonly LossCode[] = ["target-retired"];

/** The codes that limits have. */
export const limitCodes: readonly LossCode[] = [...new Set([...Object.values(lossesOfFindings), ...lossesOfServers])];

interface Parted {
  readonly findings: readonly Finding<LintCode>[];
  readonly limits: readonly Limit[];
}

/**
 * Takes out of what is found what no configuration of the block's server could mend. What decides is the emitter of that
 * server: if it has a loss for the same policy, the best that it can write would have the finding as well.
 */
export function partLimits(found: readonly Finding<LintCode>[], block: Block): Parted {
  if (block.target === undefined) return { findings: found, limits: [] };
  const losses = lossesFor(block, block.target);
  const lossOf = ({ code }: Finding<LintCode>): Loss | undefined =>
    block.target?.hasOtherWords === true ? undefined : losses.find((loss) => loss.code === lossesOfFindings[code]);
  return {
    findings: found.filter((finding) => lossOf(finding) === undefined),
    limits: [
      ...losses.filter(({ code }) => lossesOfServers.includes(code)).map((loss) => limit(loss, block.at)),
      ...found.flatMap((finding) => {
        const loss = lossOf(finding);
        return loss === undefined ? [] : [limit(loss, finding)];
      }),
    ],
  };
}

function limit({ code, message }: Loss, { path, span }: Place): Limit {
  return Object.freeze({ code, message, path, span });
}

/** What the server loses of what the block says. */
function lossesFor(block: Block, { name, title }: NonNullable<Block["target"]>): readonly Loss[] {
  const target = targetNamed(name);
  const recovered = recoverPolicy(block, () => undefined);
  // Where no origin can be told, the rest counts all the same.
  const policy =
    recovered === "none" ? recoverPolicy({ ...block, origins: [somebody(block)] }, () => undefined) : recovered;
  const checked = checkSite(policy);
  if (!checked.ok) return [];
  const can = target.can(completeFacts({}, target.version));
  return restrictPlan(createPlan(checked.site, "cors"), can, title ?? target.title, true).losses;
}

function somebody({ at }: Block): OriginRule {
  return { kind: "exact", origin: "https://app.example.com", at };
}
