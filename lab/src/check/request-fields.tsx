import type { VNode } from "preact";
import { form, send } from "./check-state.ts";
import type { CheckForm } from "./check-link.ts";
import { credentialsChoices, emptyForm, modeChoices, redirectChoices } from "./check-link.ts";

/** What the page asks for beside the URL: as `fetch` takes it. */
export function RequestFields(): VNode {
  const { body, credentials, headers, method, mode, redirect } = form.value;
  const isUnusual = (Object.keys(emptyForm) as (keyof CheckForm)[]).some(
    (name) => name !== "url" && name !== "from" && form.value[name] !== emptyForm[name],
  );
  return (
    <details class="more check-request" open={isUnusual}>
      <summary>The request: {isUnusual ? summaryOf(form.value) : "a plain GET"}</summary>
      <div class="check-fields">
        <div class="field">
          <label for="check-method">Method</label>
          <input
            id="check-method"
            class="input mono"
            list="check-methods"
            autocomplete="off"
            value={method}
            onInput={(event) => set({ method: event.currentTarget.value })}
          />
          <datalist id="check-methods">
            {["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"].map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </div>
        <Choice name="credentials" choices={credentialsChoices} value={credentials} />
        <Choice name="mode" choices={modeChoices} value={mode} />
        <Choice name="redirect" choices={redirectChoices} value={redirect} />
        <div class="field check-wide">
          <label for="check-headers">Headers that the page sets, one in each line</label>
          <textarea
            id="check-headers"
            class="input mono"
            rows={3}
            spellcheck={false}
            placeholder="Content-Type: application/json"
            value={headers}
            onInput={(event) => set({ headers: event.currentTarget.value })}
          />
        </div>
        <div class="field check-wide">
          <label for="check-body">Body</label>
          <textarea
            id="check-body"
            class="input mono"
            rows={2}
            spellcheck={false}
            value={body}
            onInput={(event) => set({ body: event.currentTarget.value })}
          />
        </div>
        <label class="switch check-wide">
          <input
            type="checkbox"
            role="switch"
            checked={send.value}
            onChange={(event) => (send.value = event.currentTarget.checked)}
          />
          <span>
            Send it even if it may change something
            <span class="soft small check-below">
              Otherwise the answer to a PUT, a DELETE or their like is worked out from a request that changes nothing.
            </span>
          </span>
        </label>
      </div>
    </details>
  );
}

function set(part: Partial<CheckForm>): void {
  form.value = { ...form.value, ...part };
}

function summaryOf({ credentials, headers, method }: CheckForm): string {
  const count = headers.split("\n").filter((line) => line.trim() !== "").length;
  return [
    method,
    ...(count === 0 ? [] : [count === 1 ? "1 header" : `${count} headers`]),
    ...(credentials === "same-origin" ? [] : [`credentials: ${credentials}`]),
  ].join(", ");
}

interface ChoiceProps {
  readonly name: "credentials" | "mode" | "redirect";
  readonly choices: readonly string[];
  readonly value: string;
}

function Choice({ choices, name, value }: ChoiceProps): VNode {
  return (
    <div class="field">
      <label for={`check-${name}`}>{name.charAt(0).toUpperCase() + name.slice(1)}</label>
      <select
        id={`check-${name}`}
        class="select mono"
        value={value}
        onChange={(event) => set({ [name]: event.currentTarget.value })}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </div>
  );
}
