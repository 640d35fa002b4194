import type { EngineName } from "@concors/browser/engine";
import type { Ref, VNode } from "preact";
import { Icon } from "../parts/icon.tsx";
import type { PlayedStage } from "./played-lesson.ts";
import { sequenceOf } from "./pages/sequence.ts";
import { siteLetter } from "./claims.ts";
import { assumedOrigins } from "../stage/sites.ts";

const names: Readonly<Record<EngineName, string>> = {
  spec: "The standard",
  chromium: "Chromium",
  firefox: "Firefox",
  webkit: "WebKit",
};

/** What happened, and what each engine makes of it. */
export function LessonAnswer({
  focus,
  played,
}: {
  readonly played: PlayedStage;
  readonly focus?: Ref<HTMLElement> | undefined;
}): VNode {
  const explanations = played.spec.fetches.map(({ explanation }) => explanation);
  const origins = assumedOrigins("http");
  return (
    <section class="lesson-answer card" aria-label="What happens" tabIndex={-1} ref={focus ?? null}>
      <p class="lesson-summary">{explanations.at(-1)!.summary}</p>
      <pre class="code" tabIndex={0}>
        {sequenceOf(explanations, (url) => siteLetter(url, origins))}
      </pre>
      <Engines played={played} />
    </section>
  );
}

/** Whether the script may read the answer, in each engine. */
export function Engines({ played }: { readonly played: PlayedStage }): VNode {
  return (
    <ul class="lesson-engines">
      {[...played.outcomes].map(([engine, { readable }]) => (
        <li key={engine}>
          {names[engine]}
          <span class={readable ? "verdict allowed" : "verdict blocked"}>
            <Icon name={readable ? "allowed" : "blocked"} />
            {readable ? "may read" : "may not read"}
          </span>
        </li>
      ))}
    </ul>
  );
}
