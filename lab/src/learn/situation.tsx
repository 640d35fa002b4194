import type { VNode } from "preact";
import type { Stage, StageAnswer, StageAnswers } from "../stage/stage.ts";
import { statusWords } from "@concors/explain/light";

/** The stage of a lesson before it is played: what site A's page asks, and what the sites will answer. */
export function Situation({ stage }: { readonly stage: Stage }): VNode {
  const { page, siteB, siteC } = stage;
  return (
    <div class="situation card">
      <section>
        <h3 class="situation-heading">Site A’s page{page.sandboxed && ", in a sandbox"}</h3>
        <pre class="code" tabIndex={0}>
          <code>{fetchCode(stage)}</code>
        </pre>
      </section>
      {siteB.kind === "answers" && <Answers site="B" answers={siteB} />}
      {isRedirect(stage) && <Answers site="C" answers={siteC} />}
    </div>
  );
}

function Answers({ answers, site }: { readonly site: "B" | "C"; readonly answers: StageAnswers }): VNode {
  const { actual, preflight } = answers;
  return (
    <section>
      <h3 class="situation-heading">Site {site} answers</h3>
      {preflight !== null && <Lines about="to OPTIONS" answer={preflight} />}
      <Lines about={preflight === null ? "to whatever comes" : "to anything else"} answer={actual} />
    </section>
  );
}

function Lines({ about, answer }: { readonly about: string; readonly answer: StageAnswer }): VNode {
  const lines = answer.headers.map(([name, value]) => `${name}: ${inWords(value)}`);
  return (
    <div class="situation-answer">
      <p class="small soft">{about}</p>
      <pre class="code" tabIndex={0}>
        <code>{[statusWords(answer.status), ...lines].join("\n")}</code>
      </pre>
    </div>
  );
}

/** What stands for an address is said, not shown: which port a site has is no part of a lesson. */
function inWords(value: string): string {
  return value
    .replaceAll(/\{\{(?:page|A)\}\}/g, "‹site A’s origin›")
    .replaceAll(/\{\{url:moved\}\}/g, "‹an address of site C›");
}

function isRedirect({ siteB }: Stage): boolean {
  return siteB.actual.status >= 300 && siteB.actual.status < 400;
}

function fetchCode({ request }: Stage): string {
  const { body, credentials, headers, method, mode, times, to } = request;
  const type = body?.type ?? null;
  const sent = [...headers, ...(type === null ? [] : [["Content-Type", type] as const])];
  const lines = [
    ...(method === "GET" ? [] : [`  method: ${JSON.stringify(method)},`]),
    ...(mode === "cors" ? [] : [`  mode: ${JSON.stringify(mode)},`]),
    ...(credentials === "same-origin" ? [] : [`  credentials: ${JSON.stringify(credentials)},`]),
    ...(sent.length === 0
      ? []
      : [
          `  headers: { ${sent.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(", ")} },`,
        ]),
    ...(body === null ? [] : [`  body: ${JSON.stringify(body.text)},`]),
  ];
  const call = `await fetch(site${to} + "/items"${lines.length === 0 ? "" : `, {\n${lines.join("\n")}\n}`});`;
  return Array.from({ length: times }, () => call).join("\n");
}
