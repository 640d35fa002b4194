/** What the help page looks like: as its reader's system does, light or dark. */
export const helpPageStyle = `
:root { color-scheme: light dark; --text: #1c2024; --soft: #5a6169; --back: #fff; --box: #f3f5f7; --line: #c9ced4;
  --accent: #0b5cad; --on-accent: #fff; --good: #146c2e; --bad: #b3261e }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e9ec; --soft: #a2abb4; --back: #14171a; --box: #1f2428; --line: #454c54;
    --accent: #8ec2ff; --on-accent: #10202f; --good: #7fd896; --bad: #ff9b92 }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 3rem; color: var(--text); background: var(--back);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
p { margin: 0 0 .75rem }
code, pre, input, select { font: .9rem/1.5 ui-monospace, monospace }
pre { margin: 0 0 .75rem; padding: .75rem; background: var(--box); border-radius: .375rem; white-space: pre-wrap;
  max-height: 24rem; overflow: auto }
label { display: block; color: var(--soft); margin-bottom: .25rem }
.row { display: flex; flex-wrap: wrap; gap: .5rem; margin-bottom: .75rem }
input { flex: 1 1 16rem; min-width: 0 }
input, select, button { min-height: 2.75rem; padding: .5rem .75rem; color: inherit; background: var(--back);
  border: 1px solid var(--line); border-radius: .375rem }
button { font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border-color: var(--accent);
  cursor: pointer }
button:disabled { opacity: .6; cursor: default }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
#outcome { font-weight: 600 }
.good { color: var(--good) }
.bad { color: var(--bad) }
[hidden] { display: none }
`;

/** What it does: it shows what to write, and fetches what is asked for, as a page would. All output is text. */
export const helpPageScript = `
const find = (id) => document.getElementById(id);
const [form, target, method, code, outcome, body, button] =
  ["form", "target", "method", "code", "outcome", "body", "button"].map(find);
const shortened = (text) => (text.length > 20000 ? text.slice(0, 20000) + "\\n… and " + (text.length - 20000) + " more characters" : text);

function wanted() {
  const text = target.value.trim() || target.placeholder;
  try {
    return new URL(text).href;
  } catch {
    return text;
  }
}

function show() {
  const init = method.value === "GET" ? "" : ", { method: " + JSON.stringify(method.value) + " }";
  code.textContent = "fetch(" + JSON.stringify(location.origin + "/" + wanted()) + init + ")";
}

function tell(text, isGood) {
  outcome.textContent = text;
  outcome.className = isGood ? "good" : "bad";
}

async function ask() {
  body.hidden = true;
  outcome.className = "";
  outcome.textContent = "Fetching…";
  const begun = performance.now();
  try {
    const response = await fetch("/?url=" + encodeURIComponent(wanted()), { method: method.value });
    const text = await response.text();
    const milliseconds = Math.round(performance.now() - begun);
    const isRefusal = response.headers.get("content-type") === "application/problem+json" && !response.headers.has("x-request-url");
    const type = (response.headers.get("content-type") ?? "no type").split(";", 1)[0];
    if (isRefusal) tell("Refused by this proxy (" + response.status + "): " + JSON.parse(text).detail, false);
    else tell([response.status, response.statusText, type, text.length + " characters", milliseconds + " ms"].filter(String).join(" · "), response.ok);
    body.textContent = shortened(text);
    body.hidden = isRefusal || text === "";
  } catch (error) {
    tell("The proxy did not answer: " + error.message, false);
  }
}

form.addEventListener("input", show);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  await ask();
  button.disabled = false;
});
show();
`;

/** @param canTry whether the policy lets this page call; it says what to do if not */
export function helpPageText(canTry: boolean): string {
  const attempt = canTry
    ? `<button id="button">Fetch it</button></div></form>
<p id="outcome" role="status"></p>
<pre id="body" tabindex="0" hidden></pre>`
    : `<button id="button" hidden>Fetch it</button></div></form>
<p id="outcome" role="status">It cannot be tried from here: this page's origin is not among those that may call.</p>
<pre id="body" hidden></pre>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>concors proxy</title>
<link rel="icon" href="data:,">
<style>${helpPageStyle}</style>
<h1>A CORS proxy</h1>
<p>Put its address before the URL of an API that sends no CORS headers, and a page may read what the API answers.</p>
<h2>Try it</h2>
<form id="form">
<label for="target">URL</label>
<div class="row"><input id="target" type="url" required placeholder="https://api.example.com/items" spellcheck="false" autocomplete="off">
<select id="method" aria-label="Method"><option>GET<option>HEAD<option>POST<option>PUT<option>PATCH<option>DELETE</select>
${attempt}
<h2>In your page</h2>
<pre id="code" tabindex="0"></pre>
<p>Method, headers and body are passed on. Cookies are not, in either direction. A URL in a parameter is encoded:
<code>/?url=https%3A%2F%2F…</code></p>
<p>What is refused says why, as <code>application/problem+json</code> with a <code>code</code> and a <code>detail</code>.</p>
<script>${helpPageScript}</script>
`;
}
