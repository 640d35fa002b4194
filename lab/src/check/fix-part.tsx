import { targetNames } from "@concors/config";
import type { Signal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import type { FixHeaders, Explanation, ServerFix } from "@concors/explain";
import type { Policy } from "concors";
import type { HeaderList } from "concors/protocol";
import type { VNode } from "preact";
import { CodeBlock } from "../parts/code-block.tsx";
import { writeFixLink } from "../fix/fix-link.ts";
import { Icon } from "../parts/icon.tsx";
import { readCheckForm } from "./check-link.ts";

interface FixPartProps {
  readonly explanation: Explanation;
  /** The address that asks the same again. */
  readonly link: string;
}

/** What the server's owner changes, and what the page could do instead. */
export function FixPart({ explanation, link }: FixPartProps): VNode | null {
  const { advice, client, headers, policy, server } = explanation.fix;
  const chosen = useSignal(0);
  if (advice.length + client.length + server.length === 0 && headers === null) return null;
  return (
    <section class="report-part" aria-labelledby="fix-title">
      <h3 id="fix-title">What to change</h3>
      {advice.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {headers === null ? null : <HeaderLines headers={headers} />}
      {policy === null ? null : (
        <p>
          <a class="button" href={fixLink(policy, server[chosen.value], link)}>
            <Icon name="out" />
            Edit it as a policy, for any server
          </a>
        </p>
      )}
      {server.length === 0 ? null : <Servers servers={server} chosen={chosen} />}
      {client.length === 0 ? null : (
        <div class="report-client">
          <h4>In the page instead</h4>
          <ul class="bullets">
            {client.map(({ code, summary }) => (
              <li key={summary}>
                {summary} {code === null ? null : <code>{code}</code>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/** Fix, with this policy for this server, and what its answers tell of it, held against what was answered here. */
function fixLink(policy: Policy, server: ServerFix | undefined, link: string): string {
  return writeFixLink({
    target: targetNames.find((name) => name === server?.server) ?? targetNames[0],
    site: JSON.stringify(policy),
    facts: server?.facts ?? {},
    request: readCheckForm(new URLSearchParams(link.replace(/^[^?]*\?/, ""))),
  });
}

function HeaderLines({ headers: { actual, missing, preflight } }: { readonly headers: FixHeaders }): VNode {
  return (
    <div class="fix-headers">
      {preflight === null ? null : (
        <Answer title="The preflight is answered 204 with" headers={preflight} missing={missing.preflight} />
      )}
      <Answer
        title={`${preflight === null ? "The answer" : "The answer to the request"} has, errors and redirects included`}
        headers={actual}
        missing={missing.actual}
      />
    </div>
  );
}

interface AnswerProps {
  readonly title: string;
  readonly headers: HeaderList;
  readonly missing: HeaderList;
}

function Answer({ headers, missing, title }: AnswerProps): VNode {
  const isMissing = ([name, value]: HeaderList[number]): boolean =>
    missing.some(([other, text]) => other === name && text === value);
  return (
    <div class="message">
      <p class="message-direction">{title}</p>
      <ul class="lines mono">
        {headers.map((header) => (
          <li class={`line ${isMissing(header) ? "added" : "soft"}`} key={header.join(":")}>
            <Icon name={isMissing(header) ? "plus" : "allowed"} />
            <span>
              {header[0]}: {header[1]}
              <span class="visually-hidden">{isMissing(header) ? ", missing now" : ", there already"}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ServersProps {
  readonly servers: readonly ServerFix[];
  /** The index of the one that is shown. */
  readonly chosen: Signal<number>;
}

function Servers({ chosen, servers }: ServersProps): VNode {
  const fix = servers[chosen.value]!;
  const detected = servers[0]?.detectedFrom ?? null;
  return (
    <div class="servers">
      <div class="field">
        <label for="fix-server">{detected === null ? "On your server" : `Told from ${detected}`}</label>
        <select
          id="fix-server"
          class="select"
          value={chosen.value}
          onChange={(event) => (chosen.value = Number(event.currentTarget.value))}
        >
          {servers.map(({ detectedFrom, name, server }, index) => (
            <option key={server} value={index}>
              {name}
              {detectedFrom === null ? "" : " (in use)"}
            </option>
          ))}
        </select>
      </div>
      {fix.remove.length === 0 ? null : (
        <p>
          Take out what {fix.name} is told about <b class="mono">{fix.remove.join(", ")}</b> now.
        </p>
      )}
      {fix.notes.map((note) => (
        <p class="fix-note" key={note}>
          <Icon name="unsure" /> <span>{note}</span>
        </p>
      ))}
      {fix.parts.map(({ code, path, where }) => (
        <CodeBlock key={path} title={path} about={where} text={code} fileName={path.replace(/^.*\//s, "")} />
      ))}
      {fix.forPath === null ? null : <p class="soft">For that path alone: {fix.forPath}</p>}
      {fix.command === null ? null : <CodeBlock title="As files, by the command line" text={fix.command} />}
    </div>
  );
}
