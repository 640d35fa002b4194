import type { ConsoleReading } from "@concors/explain";
import type { VNode } from "preact";
import { CodeBlock } from "../parts/code-block.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { Icon } from "../parts/icon.tsx";
import { prepare, shareText } from "./check-state.ts";
import type { CheckForm } from "./check-link.ts";
import { emptyForm } from "./check-link.ts";

/** What a console's message says, and what it may come of. */
export function ConsoleReadingView({ reading }: { readonly reading: ConsoleReading }): VNode {
  const { causes, command, note } = reading;
  const prepared = requestOf(reading);
  return (
    <section class="card check-console" aria-labelledby="console-title">
      <h2 id="console-title">{titleOf(reading)}</h2>
      {note === null ? null : <p>{note}</p>}
      <Facts reading={reading} />
      {causes.length < 2 ? null : (
        <p class="soft">The message is the same for all of these; the most likely one is first.</p>
      )}
      <ol class="check-causes">
        {causes.map(({ code, tell, title }) => (
          <li key={code}>
            <p>
              <code class="check-code">{code}</code> <b>{title}</b>
            </p>
            {tell === null ? null : <p class="soft">It is this one if {tell}.</p>}
          </li>
        ))}
      </ol>
      <div class="check-go">
        {prepared === null ? null : (
          <button type="button" class="button main" onClick={() => prepare(prepared)}>
            <Icon name="play" />
            Ask the server which it is
          </button>
        )}
        <CopyButton
          text={() => `${location.href.replace(/#.*$/s, "")}${shareText()}`}
          what="to this explanation"
          label="Copy a link"
        />
      </div>
      {command === null ? null : <CodeBlock title="The same in a terminal" text={command} />}
    </section>
  );
}

function titleOf({ causes, note }: ConsoleReading): string {
  const [first, ...others] = causes;
  if (first === undefined) return note === null ? "Nothing more is said" : "What it says";
  return others.length === 0 ? first.title : `It is one of ${causes.length} causes`;
}

function Facts({ reading }: { readonly reading: ConsoleReading }): VNode | null {
  const { header, method, origin, page, redirectedTo, status, url } = reading;
  const facts = [
    ["URL", url],
    ["Redirected to", redirectedTo],
    ["Page", origin ?? page],
    ["Method", method],
    ["Header", header],
    ["Status", status === null ? null : String(status)],
  ].filter((fact): fact is [string, string] => fact[1] !== null);
  if (facts.length === 0) return null;
  return (
    <dl class="check-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The request that the message is about, as far as it tells; null if it names no URL that could be asked. */
function requestOf({ causes, header, isPreflight, method, origin, page, url }: ConsoleReading): CheckForm | null {
  if (url === null || causes.length === 0 || !/^https?:\/\//.test(url)) return null;
  const named = method === null || method === "OPTIONS" ? null : method;
  const from = origin ?? (page !== null && URL.canParse(page) ? new URL(page).origin : "");
  const isCredentialed = causes.some(({ code }) => code === "CORS-C01" || code === "CORS-C02");
  return {
    ...emptyForm,
    url,
    from,
    // The message says that there was a preflight, and not for what: a method that needs one stands for it.
    method: named ?? (isPreflight && header === null ? "PUT" : "GET"),
    headers: header === null ? "" : `${header}: ${/^content-type$/i.test(header) ? "application/json" : "1"}`,
    credentials: isCredentialed ? "include" : "same-origin",
  };
}
