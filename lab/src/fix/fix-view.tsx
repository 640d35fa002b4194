import { useEffect } from "preact/hooks";
import type { VNode } from "preact";
import "./fix.css";
import { Later } from "../parts/later.tsx";
import { route } from "../router/router.ts";
import { showLink } from "./fix-state.ts";
import { LiveDiff } from "./live-diff.tsx";
import { PolicyCard } from "./policy-card.tsx";
import { ServerFiles } from "./server-files.tsx";

/** A policy, what it is on each server, and what that would change. */
export function FixView(): VNode {
  const { query, rest, view } = route.value;
  useEffect(() => {
    if (view === "fix") showLink(rest, query);
  }, [query, rest, view]);
  return (
    <div class="page fix">
      <header class="fix-head">
        <h1>One policy, for your server</h1>
        <p class="lead">
          Say who may read what. What would be unsafe is refused as you type, and every server gets the same policy in
          its own language.
        </p>
      </header>
      <PolicyCard />
      <Later turn={0}>
        <ServerFiles />
      </Later>
      <Later turn={1}>
        <LiveDiff />
      </Later>
    </div>
  );
}
