import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Api } from "./api.ts";
import { apiRefusal, pageRefusal } from "./guard.ts";
import type { LabIdentity } from "./guard.ts";
import type { PageFiles } from "./page-files.ts";
import { sendPageFile } from "./page-files.ts";
import { fileHeaders, pageHeaders, personalPage } from "./page-policy.ts";
import { ProblemError, sendProblem } from "./problem.ts";
import type { SchemeOrigins } from "./runs/run-store.ts";
import type { LabInfo } from "./wire.ts";

export interface LabParts {
  readonly identity: LabIdentity;
  readonly files: PageFiles;
  readonly sites: SchemeOrigins;
  readonly api: Api;
  readonly info: LabInfo;
}

/** The Lab's own server: its page, and what that may ask for. */
export function labListener({ api, ...parts }: LabParts): RequestListener {
  return (request, response) => {
    const { identity } = parts;
    const path = (request.url ?? "").replace(/[?#].*$/s, "");
    if (path.startsWith("/api/")) {
      const refusal = apiRefusal(request, identity);
      if (refusal === null) return void api(path, request, response);
      return sendProblem(response, new ProblemError(403, refusal));
    }
    if (isByName(request, identity))
      return void response.writeHead(308, { Location: `${identity.origin}${path}` }).end();
    const refusal = pageRefusal(request, identity);
    if (refusal !== null) return sendProblem(response, new ProblemError(403, refusal));
    return sendFile(path === "/" ? "/index.html" : path, request, response, parts);
  };
}

/** Whoever writes localhost means this; no name server has a say in it, so nobody else can. */
function isByName({ headers: { host }, method }: IncomingMessage, { origin }: LabIdentity): boolean {
  return (method === "GET" || method === "HEAD") && host === `localhost:${new URL(origin).port}`;
}

function sendFile(
  path: string,
  { headers, method }: IncomingMessage,
  response: ServerResponse,
  { files, identity, info, sites }: Omit<LabParts, "api">,
): void {
  const file = files.get(path);
  if (file === undefined) return sendProblem(response, new ProblemError(404, "There is no such file in the Lab."));
  const how = { acceptsGzip: /\bgzip\b/.test(String(headers["accept-encoding"])), isHead: method === "HEAD" };
  if (path !== "/index.html") return sendPageFile(response, path, file, fileHeaders, how);
  const nonce = randomBytes(16).toString("base64");
  const bytes = Buffer.from(personalPage(file.bytes.toString("utf8"), identity.token, nonce, info));
  return sendPageFile(response, path, { ...file, bytes, gzipped: null }, pageHeaders(sites, nonce), how);
}
