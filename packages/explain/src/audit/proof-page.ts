import type { AuditProof } from "./audit-report.ts";
import type { AuditExchange } from "./exchange.ts";

/**
 * A page that does what an attacker's would, and shows what it reads. It sends nothing to anybody else.
 *
 * @param url the URL without secrets
 */
export function proofPage({ origin, request }: AuditExchange, url: string, credentials: boolean): AuditProof {
  const init = { method: request.method, credentials: credentials ? "include" : "omit" };
  const script = `
const show = (text) => { document.getElementById("out").textContent = text; };
fetch(${literal(url)}, ${literal(init)})
  .then(async (response) => show("READ, status " + response.status + "\\n\\n" + (await response.text()).slice(0, 2000)))
  .catch((error) => show("NOT READ: " + error));`;
  const page = `<!doctype html>
<meta charset="utf-8">
<title>What a page reads from another site</title>
<style>body{font:16px/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap;border:1px solid;padding:1rem}</style>
<p>This page asks for <code>${escapeHtml(url)}</code> and shows what it can read.</p>
<pre id="out">…</pre>
<script>${script}
</script>
`;
  if (origin !== "null") return { html: page, open: howToOpen(origin ?? "") };
  const frame = `<!doctype html>
<meta charset="utf-8">
<title>A sandboxed frame</title>
<style>body{margin:0}iframe{border:0;width:100%;height:100vh}</style>
<iframe sandbox="allow-scripts" srcdoc="${escapeHtml(page)}"></iframe>
`;
  return {
    html: frame,
    open: "Open it in any browser, from a file or a server: the frame in it is sandboxed, so its origin is null.",
  };
}

function howToOpen(origin: string): string {
  if (!URL.canParse(origin)) return "No browser can open it as the origin that was sent.";
  const { hostname, origin: real, protocol } = new URL(origin);
  if (real !== origin) return "No browser can open it as the origin that was sent.";
  if (hostname === "localhost" || hostname === "127.0.0.1")
    return `Serve it on ${origin} on your own machine, and open it there.`;
  const isSecure = protocol === "https:";
  const served = isSecure ? "8443, by https with any certificate" : "8000";
  const flags = `--host-resolver-rules="MAP ${hostname} 127.0.0.1:${isSecure ? 8443 : 8000}"${isSecure ? " --ignore-certificate-errors" : ""}`;
  return `Serve it on this machine, on port ${served}, and open it at ${origin} in chromium ${flags} --user-data-dir=/tmp/proof.`;
}

/** JSON that can stand in a script: nothing in it ends the script, or begins a comment. */
function literal(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Text that can stand anywhere in a page, attributes in quotes among it. */
function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
