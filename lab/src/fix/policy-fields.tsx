import { useSignal } from "@preact/signals";
import type { SiteIssue } from "@concors/config";
import type { VNode } from "preact";
import { draft, setText } from "./fix-state.ts";
import type { ListName, ListPart } from "./policy-parts.ts";
import { entriesOf, partsOf, withCredentials, withList, withMaxAge } from "./policy-parts.ts";
import type { PolicyPlace } from "./site-draft.ts";
import { textOf } from "./site-draft.ts";
import { valueAt, withValueAt } from "./value-at.ts";

/** A policy as a form. */
export function PolicyFields({ place }: { readonly place: PolicyPlace }): VNode {
  const { syntax, value } = draft.value;
  const policy = valueAt(value, place.path);
  const parts = partsOf(policy);
  const change = (next: unknown): void => setText(textOf(withValueAt(value, place.path, next)));
  const list = (name: ListName, label: string, about: string, all: string): VNode => (
    <ListField
      name={name}
      label={label}
      about={about}
      all={all}
      part={parts[name]}
      issues={issuesAt([...place.path, name])}
      change={(part) => change(withList(policy, name, part))}
    />
  );
  return (
    <fieldset class="policy-fields" disabled={syntax !== null}>
      <legend class="visually-hidden">The policy as a form: {place.title}</legend>
      {syntax === null ? null : <p class="soft small">The form follows once the JSON can be read.</p>}
      {list(
        "origins",
        "Origins that may read",
        "https://app.example.com, one in each line; *. for subdomains",
        "Everyone",
      )}
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={parts.credentials}
          onChange={(event) => change(withCredentials(policy, event.currentTarget.checked))}
        />
        <span>
          Credentials
          <span class="soft small policy-below">Cookies and log-ins come along, and answers depend on who asks.</span>
        </span>
      </label>
      {list("methods", "Methods", "beside GET, HEAD and POST, which need no mention", "All")}
      {list("requestHeaders", "Headers that a page may send", "such as Content-Type, Authorization", "All")}
      {list("exposedHeaders", "Headers that a page may read", "beside those that need no mention", "All")}
      <MaxAge text={parts.maxAge} change={(seconds) => change(withMaxAge(policy, seconds))} path={place.path} />
    </fieldset>
  );
}

function issuesAt(path: readonly (string | number)[]): SiteIssue[] {
  return draft.value.issues.filter((issue) => path.every((key, index) => issue.path[index] === key));
}

interface ListFieldProps {
  readonly name: string;
  readonly label: string;
  readonly about: string;
  /** What "*" is called. */
  readonly all: string;
  readonly part: ListPart;
  readonly issues: readonly SiteIssue[];
  readonly change: (part: ListPart) => void;
}

function ListField({ about, all, change, issues, label, name, part }: ListFieldProps): VNode {
  const typed = useSignal(part.entries.join("\n"));
  const isTyped = entriesOf(typed.value).join("\n") === part.entries.join("\n");
  // What is being typed stays as it is, line breaks at its end and all, as long as it says the same.
  const shown = isTyped ? typed.value : part.entries.join("\n");
  const id = `policy-${name}`;
  return (
    <div class="field">
      <div class="policy-list-head">
        <label class="field-label" for={id}>
          {label}
        </label>
        <label class="policy-all small">
          <input
            type="checkbox"
            checked={part.isAll}
            onChange={(event) => change({ isAll: event.currentTarget.checked, entries: entriesOf(typed.value) })}
          />
          {all}
          <span class="visually-hidden">: {label}</span>
        </label>
      </div>
      <textarea
        id={id}
        class="input mono"
        rows={Math.min(Math.max(shown.split("\n").length, 1), 8)}
        spellcheck={false}
        autocapitalize="off"
        disabled={part.isAll}
        value={part.isAll ? "*" : shown}
        aria-invalid={issues.length > 0}
        aria-describedby={`${id}-about`}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          change({ isAll: false, entries: entriesOf(typed.value) });
        }}
      />
      <span id={`${id}-about`} class={`small ${issues.length > 0 ? "blocked-text" : "soft"}`}>
        {issues.length > 0 ? issues.map(({ message }) => message).join(" ") : about}
      </span>
    </div>
  );
}

interface MaxAgeProps {
  readonly text: string;
  readonly change: (text: string) => void;
  readonly path: PolicyPlace["path"];
}

function MaxAge({ change, path, text }: MaxAgeProps): VNode {
  const issues = issuesAt([...path, "maxAge"]);
  return (
    <div class="field">
      <label for="policy-max-age">Seconds for which a preflight is remembered</label>
      <input
        id="policy-max-age"
        class="input mono"
        inputMode="numeric"
        value={text}
        aria-invalid={issues.length > 0}
        aria-describedby="policy-max-age-about"
        onInput={(event) => change(event.currentTarget.value)}
      />
      <span id="policy-max-age-about" class={`small ${issues.length > 0 ? "blocked-text" : "soft"}`}>
        {issues.length > 0
          ? issues.map(({ message }) => message).join(" ")
          : "5 if it is left out. Chromium takes at most 7200, WebKit 600, Firefox 86400."}
      </span>
    </div>
  );
}
