import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { reportError } from "./report-error.ts";
import { answer } from "./text-answer.ts";

const ownText = `Puts CORS headers on what others serve without them.

/               this text
/iscorsneeded   the one answer without CORS headers
/<url>          fetches the URL, and answers what it answers, with CORS headers

Without a scheme, http is meant, or https if the port is 443.

Cookies go neither way. Redirects are followed (301, 302 and 303, five at most; the others lead back through here), and told
in X-CORS-Redirect-1 and so on. X-Request-URL is the URL that was asked for, X-Final-URL the one that answered.
`;

/** Answers requests that name no URL. */
export type Help = (request: IncomingMessage, response: ServerResponse) => void;

/** @param file null for this proxy's own text. It is read once it is asked for, and then kept */
export function createHelp(file: string | null): Help {
  let text = file === null ? ownText : null;
  const headers = {
    "content-type": file?.endsWith(".html") === true ? "text/html; charset=utf-8" : "text/plain; charset=utf-8",
  };
  return (request, response) => {
    void (async () => {
      try {
        text ??= await readFile(file ?? "", "utf8");
        answer(request, response, { status: 200, text, headers });
      } catch (error) {
        reportError("helpFile cannot be read", error);
        answer(request, response, { status: 500, text: "", headers });
      }
    })();
  };
}
