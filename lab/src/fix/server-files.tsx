import type { Generated, Loss, TargetName, UpstreamKind } from "@concors/config";
import { targets, upstreamKinds } from "@concors/config";
import type { VNode } from "preact";
import { CodeBlock } from "../parts/code-block.tsx";
import { Icon } from "../parts/icon.tsx";
import type { VerdictTone } from "../parts/verdict-chip.tsx";
import { facts, generated, setFacts, setTarget, target } from "./fix-state.ts";
import { targetGroups, tierWords } from "./target-groups.ts";

/** The policy in a server's language. */
export function ServerFiles(): VNode {
  const found = targets.find(({ name }) => name === target.value)!;
  const output = generated.value;
  return (
    <section class="card server-files" aria-labelledby="server-title">
      <h2 id="server-title">Your server</h2>
      <div class="server-pick">
        <div class="field">
          <label for="server-target">Server</label>
          <select
            id="server-target"
            class="select"
            value={target.value}
            onChange={(event) => setTarget(event.currentTarget.value as TargetName)}
          >
            {targetGroups.map(({ targets: members, title }) => (
              <optgroup key={title} label={title}>
                {members.map(({ name, tier, title: server }) => (
                  <option key={name} value={name}>
                    {server} ({tier})
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </div>
        <p class="server-tier small soft">
          <span class={found.tier === "proven" ? "chip allowed" : "chip"}>{found.tier}</span>{" "}
          {tierWords[found.tier].replace(/^[^:]*: /, "")}, version {found.version}.
        </p>
      </div>
      <FactsFields version={found.version} />
      {output === null ? (
        <p class="soft">The files are here once nothing is wrong with the policy.</p>
      ) : "problem" in output ? (
        <p class="blocked-text" role="alert">
          {output.problem}
        </p>
      ) : (
        <Output output={output} title={found.title} />
      )}
    </section>
  );
}

function FactsFields({ version }: { readonly version: string }): VNode {
  const known = facts.value;
  return (
    <details class="more" open={Object.keys(known).length > 0}>
      <summary>What is known of it</summary>
      <div class="server-facts">
        <TextFact fact="version" label="Its version" otherwise={version} />
        <div class="field">
          <label for="fact-upstream">Where answers come from</label>
          <select
            id="fact-upstream"
            class="select"
            value={known.upstream ?? "proxy"}
            onChange={(event) => setFacts({ ...known, upstream: event.currentTarget.value as UpstreamKind })}
          >
            {upstreamKinds.map((kind) => (
              <option key={kind} value={kind}>
                {kind}
              </option>
            ))}
          </select>
        </div>
        <TextFact fact="name" label="What names in it begin with" otherwise="cors" />
        <div class="server-checks">
          <Check
            label="The application sends CORS headers of its own, or may"
            checked={known.upstreamSendsCors !== false}
            change={(isSet) => setFacts({ ...known, upstreamSendsCors: isSet ? undefined : false })}
          />
          <Check
            label="It asks for a password itself"
            checked={known.auth === "basic"}
            change={(isSet) => setFacts({ ...known, auth: isSet ? "basic" : undefined })}
          />
          <Check
            label="Nothing stands in front of it"
            checked={known.front === "none"}
            change={(isSet) => setFacts({ ...known, front: isSet ? "none" : undefined })}
          />
          <Check
            label="More than the policy says may be allowed, where it cannot be said"
            checked={known.allowWider === true}
            change={(isSet) => setFacts({ ...known, allowWider: isSet ? true : undefined })}
          />
        </div>
      </div>
    </details>
  );
}

interface TextFactProps {
  readonly fact: "version" | "name";
  readonly label: string;
  /** What it is taken to be if nothing is said. */
  readonly otherwise: string;
}

function TextFact({ fact, label, otherwise }: TextFactProps): VNode {
  const id = `fact-${fact}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input mono"
        placeholder={otherwise}
        value={facts.value[fact] ?? ""}
        onInput={(event) => {
          const text = event.currentTarget.value.trim();
          setFacts({ ...facts.value, [fact]: text === "" ? undefined : text });
        }}
      />
    </div>
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly change: (isSet: boolean) => void;
}

function Check({ change, checked, label }: CheckProps): VNode {
  return (
    <label class="server-check">
      <input type="checkbox" checked={checked} onChange={(event) => change(event.currentTarget.checked)} />
      {label}
    </label>
  );
}

function Output({ output, title }: { readonly output: Generated; readonly title: string }): VNode {
  const { check, files, losses } = output;
  return (
    <>
      {files.length === 0 ? <p class="blocked-text">{title} cannot say this policy.</p> : null}
      {losses.length === 0 ? null : <Losses losses={losses} />}
      {files.map(({ path, text, where }) => (
        <CodeBlock key={path} title={path} about={where} text={text} fileName={path.replace(/^.*\//s, "")} />
      ))}
      {check.length === 0 ? null : <CodeBlock title="Let it check its configuration" text={check.join("\n")} />}
    </>
  );
}

const effectWords: Readonly<Record<Loss["effect"], string>> = {
  refused: "Refused",
  wider: "Wider",
  narrower: "Narrower",
  cosmetic: "Cosmetic",
};

const effectTones: Readonly<Record<Loss["effect"], VerdictTone | "">> = {
  refused: "blocked",
  wider: "blocked",
  narrower: "unsure",
  cosmetic: "",
};

function Losses({ losses }: { readonly losses: readonly Loss[] }): VNode {
  return (
    <div class="losses">
      <h3>
        <Icon name="unsure" /> What it cannot say
      </h3>
      <ul class="graded">
        {losses.map(({ effect, message }) => (
          <li key={message}>
            <span class={`chip ${effectTones[effect]}`}>{effectWords[effect]}</span>
            <span>{message}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
