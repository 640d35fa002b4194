import type { VNode } from "preact";
import type { IconName } from "./icon.tsx";
import { Icon } from "./icon.tsx";

type VerdictName = "allowed" | "blocked" | "mixed" | "inconclusive";

const looks: Readonly<Record<VerdictName, readonly [look: string, icon: IconName]>> = {
  allowed: ["allowed", "allowed"],
  blocked: ["blocked", "blocked"],
  mixed: ["unsure", "unsure"],
  inconclusive: ["unsure", "unsure"],
};

interface VerdictProps {
  readonly verdict: VerdictName;
  readonly words: string;
}

/** A verdict: an icon, a colour, and the word that says the same. */
export function Verdict({ verdict, words }: VerdictProps): VNode {
  const [look, icon] = looks[verdict];
  return (
    <span class={`verdict ${look}`}>
      <Icon name={icon} />
      {words}
    </span>
  );
}
