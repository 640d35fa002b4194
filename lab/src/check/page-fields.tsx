import type { VNode } from "preact";
import { SelectField } from "../parts/field.tsx";
import { coepChoices } from "./check-link.ts";
import { form, recognised, setForm } from "./check-state.ts";

/** Who the page is, and what it is itself told to load. */
export function PageFields(): VNode {
  const { coep, csp, from } = form.value;
  const hasPolicies = csp.trim() !== "" || coep !== "unsafe-none";
  return (
    <>
      <div class="field">
        <label for="check-from">
          The page’s origin{recognised.value.kind === "url" ? "" : ", if the text does not say it"}
        </label>
        <input
          id="check-from"
          class="input mono"
          type="text"
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          placeholder="https://app.example.com"
          value={from}
          onInput={(event) => setForm({ from: event.currentTarget.value })}
        />
      </div>
      <details class="more check-request" open={hasPolicies}>
        <summary>The page’s own policies: {summaryOf(csp, coep)}</summary>
        <div class="check-fields">
          <div class="field check-wide">
            <label for="check-csp">Content-Security-Policy, one in each line</label>
            <textarea
              id="check-csp"
              class="input mono"
              rows={2}
              spellcheck={false}
              placeholder="default-src 'self'; connect-src 'self' https://api.example.com"
              value={csp}
              onInput={(event) => setForm({ csp: event.currentTarget.value })}
            />
          </div>
          <div class="check-wide check-narrow">
            <SelectField
              label="Cross-Origin-Embedder-Policy"
              mono
              value={coep}
              options={coepChoices.map((choice) => [choice, choice] as const)}
              onChange={(choice) => setForm({ coep: choice })}
            />
          </div>
        </div>
      </details>
    </>
  );
}

function summaryOf(csp: string, coep: string): string {
  const told = [...(csp.trim() === "" ? [] : ["a CSP"]), ...(coep === "unsafe-none" ? [] : [`COEP ${coep}`])];
  return told.length === 0 ? "not known" : told.join(", ");
}
