import type { VNode } from "preact";
import { SelectField } from "../parts/field.tsx";
import { asChoices, asWords, chooses } from "./asking.ts";
import { form, send, setForm } from "./check-state.ts";
import type { CheckForm } from "./check-link.ts";
import { credentialsChoices, crossoriginChoices, emptyForm, modeChoices, redirectChoices } from "./check-link.ts";

/** What of the form is about the page. */
const ofThePage: readonly (keyof CheckForm)[] = ["url", "from", "csp", "coep"];

/** What the page asks for beside the URL, as far as what asks has a say in it. */
export function RequestFields(): VNode {
  const { as, body, credentials, crossorigin, headers, method, mode, redirect } = form.value;
  const isUnusual = (Object.keys(emptyForm) as (keyof CheckForm)[]).some(
    (name) => !ofThePage.includes(name) && form.value[name] !== emptyForm[name],
  );
  return (
    <details class="more check-request" open={isUnusual}>
      <summary>The request: {isUnusual ? summaryOf(form.value) : "a plain GET"}</summary>
      <div class="check-fields">
        <SelectField
          label="What asks"
          mono
          value={as}
          options={asChoices.map((choice) => [choice, asWords[choice]] as const)}
          onChange={(choice) => setForm({ as: choice })}
        />
        {chooses(form.value, "crossorigin") && (
          <SelectField
            label="Its attribute crossorigin"
            mono
            value={crossorigin}
            options={same(crossoriginChoices)}
            onChange={(choice) => setForm({ crossorigin: choice })}
          />
        )}
        {chooses(form.value, "method") && <MethodField method={method} />}
        {chooses(form.value, "credentials") && (
          <SelectField
            label="Credentials"
            mono
            value={credentials}
            options={same(as === "fetch" ? credentialsChoices : withCredentials)}
            onChange={(choice) => setForm({ credentials: choice })}
          />
        )}
        {chooses(form.value, "mode") && (
          <SelectField
            label="Mode"
            mono
            value={mode}
            options={same(modeChoices)}
            onChange={(choice) => setForm({ mode: choice })}
          />
        )}
        {chooses(form.value, "redirect") && (
          <SelectField
            label="Redirect"
            mono
            value={redirect}
            options={same(redirectChoices)}
            onChange={(choice) => setForm({ redirect: choice })}
          />
        )}
        {chooses(form.value, "headers") && (
          <div class="field check-wide">
            <label for="check-headers">Headers that the page sets, one in each line</label>
            <textarea
              id="check-headers"
              class="input mono"
              rows={3}
              spellcheck={false}
              placeholder="Content-Type: application/json"
              value={headers}
              onInput={(event) => setForm({ headers: event.currentTarget.value })}
            />
          </div>
        )}
        {chooses(form.value, "body") && (
          <div class="field check-wide">
            <label for="check-body">Body</label>
            <textarea
              id="check-body"
              class="input mono"
              rows={2}
              spellcheck={false}
              value={body}
              onInput={(event) => setForm({ body: event.currentTarget.value })}
            />
          </div>
        )}
        {chooses(form.value, "body") && <SendSwitch />}
      </div>
    </details>
  );
}

/** What `withCredentials` can say. */
const withCredentials = credentialsChoices.filter((choice) => choice !== "omit");

function same<Choice extends string>(choices: readonly Choice[]): (readonly [Choice, string])[] {
  return choices.map((choice) => [choice, choice]);
}

function MethodField({ method }: Pick<CheckForm, "method">): VNode {
  return (
    <div class="field">
      <label for="check-method">Method</label>
      <input
        id="check-method"
        class="input mono"
        list="check-methods"
        autocomplete="off"
        value={method}
        onInput={(event) => setForm({ method: event.currentTarget.value })}
      />
      <datalist id="check-methods">
        {["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </div>
  );
}

function SendSwitch(): VNode {
  return (
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
  );
}

function summaryOf({ as, credentials, crossorigin, headers, method }: CheckForm): string {
  const count = headers.split("\n").filter((line) => line.trim() !== "").length;
  const has = (field: Parameters<typeof chooses>[1]): boolean => chooses({ as }, field);
  return [
    ...(as === "fetch" ? [] : [asWords[as]]),
    ...(has("method") ? [method] : []),
    ...(count === 0 || !has("headers") ? [] : [count === 1 ? "1 header" : `${count} headers`]),
    ...(credentials === "same-origin" || !has("credentials") ? [] : [`credentials: ${credentials}`]),
    ...(crossorigin === "none" || !has("crossorigin") ? [] : [`crossorigin: ${crossorigin}`]),
  ].join(", ");
}
