import { useEffect } from "preact/hooks";
import type { VNode } from "preact";
import "./check.css";
import { route } from "../router/router.ts";
import { loadLabInfo } from "../server/lab-server.ts";
import { CheckFormCard } from "./check-form.tsx";
import { showLink } from "./check-state.ts";
import { OutcomeView } from "./outcome-view.tsx";

/** Why a page may not read an answer: of a request, or of what developer tools say of one. */
export function CheckView(): VNode {
  const { query, view } = route.value;
  useEffect(() => {
    if (view === "check") void showLink(query);
  }, [query, view]);
  useEffect(() => {
    void loadLabInfo();
  }, []);
  return (
    <div class="page check">
      <header class="check-head">
        <h1>Why may this page not read it?</h1>
        <p class="lead">
          Paste what you have. You get the reason in four engines, the one line that decides, and what to change on your
          server.
        </p>
      </header>
      <CheckFormCard />
      <OutcomeView />
    </div>
  );
}
