import { useSignal } from "@preact/signals";
import type { SiteIssue } from "@concors/config";
import type { VNode } from "preact";
import { Icon } from "../parts/icon.tsx";
import { draft, setText, text } from "./fix-state.ts";
import { JsonEditor } from "./json-editor.tsx";
import { PolicyFields } from "./policy-fields.tsx";
import { fixWords, policyPlaces, withFix } from "./site-draft.ts";

/** The policy as a form and as JSON, side by side: each shows what is done in the other. */
export function PolicyCard(): VNode {
  const { site, value, warnings } = draft.value;
  const places = policyPlaces(value);
  const chosen = useSignal(0);
  const place = places[Math.min(chosen.value, places.length - 1)]!;
  return (
    <section class="card policy" aria-labelledby="policy-title">
      <h2 id="policy-title">The policy</h2>
      {places.length === 1 ? null : (
        <div class="field policy-place">
          <label for="policy-place">The form shows the policy for</label>
          <select
            id="policy-place"
            class="select"
            value={places.indexOf(place)}
            onChange={(event) => (chosen.value = Number(event.currentTarget.value))}
          >
            {places.map(({ path, title }, index) => (
              <option key={path.join(".")} value={index}>
                {title}
              </option>
            ))}
          </select>
        </div>
      )}
      <div class="policy-sides">
        <PolicyFields place={place} />
        <div class="policy-json">
          <p class="field-label" id="policy-json-label">
            The same as JSON
          </p>
          <JsonEditor value={text.value} change={setText} hasIssues={site === null || warnings.length > 0} />
        </div>
      </div>
      <Issues />
    </section>
  );
}

/** What is wrong, and what perhaps is not meant, for who does not see the editor's marks. */
function Issues(): VNode {
  const { issues, syntax, warnings } = draft.value;
  const count = issues.length + (syntax === null ? 0 : 1);
  return (
    <div class="issues">
      <p role="status" class={count === 0 ? "allowed-text" : "blocked-text"}>
        <Icon name={count === 0 ? "allowed" : "blocked"} />{" "}
        {count === 0 ? "This policy can be used." : count === 1 ? "1 thing is wrong:" : `${count} things are wrong:`}
      </p>
      {syntax === null ? null : <p class="issue">{syntax}</p>}
      <ul>
        {issues.map((issue, index) => (
          <IssueItem issue={issue} key={`${issue.code} ${index}`} />
        ))}
        {warnings.map((issue, index) => (
          <IssueItem issue={issue} isWarning key={`${issue.code} ${index} warning`} />
        ))}
      </ul>
    </div>
  );
}

function IssueItem({ issue, isWarning = false }: { readonly issue: SiteIssue; readonly isWarning?: boolean }): VNode {
  const words = fixWords(issue);
  return (
    <li class={`issue ${isWarning ? "is-warning" : ""}`}>
      <span>
        {isWarning ? <b>Perhaps not meant: </b> : null}
        {issue.message}
      </span>
      {words === null ? null : (
        <button type="button" class="button little" onClick={() => setText(withFix(draft.value, issue))}>
          {words}
        </button>
      )}
    </li>
  );
}
