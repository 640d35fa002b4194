import type { SchemeOrigins } from "./runs/run-store.ts";
import type { LabInfo } from "./wire.ts";

/** What the Lab's page is sent with: it asks its own server, shows site A's page, and is shown by nobody. */
export function pageHeaders({ http, https }: SchemeOrigins, nonce: string): Record<string, string> {
  return {
    "Content-Security-Policy": [
      "default-src 'none'",
      "script-src 'self'",
      // An editor writes its rules into a <style> of its own.
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      `frame-src ${http.A}${https === null ? "" : ` ${https.A}`}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "Cross-Origin-Opener-Policy": "same-origin",
    ...fileHeaders,
  };
}

/** What each file of the page is sent with. */
export const fileHeaders: Readonly<Record<string, string>> = {
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/**
 * The page with what it has to know of this start of the server: the token, what its styles may be marked with, and what
 * `GET /api/lab` answers, so that it is drawn once and not twice.
 */
export function personalPage(html: string, token: string, nonce: string, info: LabInfo): string {
  const metas = `<meta name="concors-lab" content="${token}"><meta property="csp-nonce" nonce="${nonce}">`;
  const data = `<script type="application/json" id="concors-lab-info">${JSON.stringify(info).replaceAll("<", String.raw`\u003C`)}</script>`;
  // As it was built, the first is empty.
  const built = html.replace(/<meta name="concors-lab"[^>]*>\s*/, "");
  return built.replace(/<head(?:\s[^>]*)?>/i, (head) => `${head}${metas}${data}`);
}
