import type { IncomingHttpHeaders, RequestOptions } from "node:http";
import { request } from "node:http";
import { request as secureRequest } from "node:https";
import type { LabOptions } from "../../src/lab/start-lab.ts";
import { startLab } from "../../src/lab/start-lab.ts";
import type { Arrival, CheckAnswer, CheckOrder, LabInfo, Run, RunOrder } from "../../src/lab/wire.ts";
import { temporaryFolder } from "../temporary-folder.ts";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

/** A Lab, and a client that is let in as its page is. */
export interface LabClient extends AsyncDisposable {
  readonly origin: string;
  readonly token: string;
  readonly info: LabInfo;
  /** What the API takes and answers, unless it says no: then its status and sentence. */
  readonly call: (path: string, body?: unknown) => Promise<unknown>;
  readonly addRun: (order: RunOrder) => Promise<Run>;
  readonly arrivals: (id: string) => Promise<Arrival[]>;
  readonly check: (order: CheckOrder) => Promise<CheckAnswer>;
}

type LabIo = Parameters<typeof startLab>[1];

/** No name server, and nobody who reads. */
export const nobody: LabIo = { env: {}, lookup: () => Promise.resolve(null), writeError: () => {} };

/** A page as small as it can be. */
const pageFiles = {
  "index.html":
    '<!doctype html><html><head><meta name="concors-lab" content="" /><title>Lab</title></head><body></body></html>',
  "assets/main-8f3a.js": "// the page\n".repeat(100),
  "icon.svg": "<svg/>",
  ".vite/manifest.json": "{}",
};

/** Starts one with a page of three files. */
export async function openLab(
  options: Partial<LabOptions> = {},
  surroundings: Partial<LabIo> = {},
): Promise<LabClient> {
  const folder = await temporaryFolder(pageFiles);
  const lab = await startLab(
    { port: 0, page: folder.path, isSecure: false, ...options },
    { ...nobody, ...surroundings },
  );
  const { origin } = lab;
  const [, token = ""] = /name="concors-lab" content="([^"]+)"/.exec((await ask(`${origin}/`)).body) ?? [];
  const call = async (path: string, body?: unknown): Promise<unknown> => {
    const headers = { "X-Concors-Lab": token, Origin: origin, "Sec-Fetch-Site": "same-origin" };
    const answer =
      body === undefined
        ? await ask(`${origin}${path}`, { headers })
        : await ask(`${origin}${path}`, post(headers), JSON.stringify(body));
    return JSON.parse(answer.body);
  };
  return {
    origin,
    token,
    info: (await call("/api/lab")) as LabInfo,
    call,
    addRun: async (order) => (await call("/api/runs", order)) as Run,
    arrivals: async (id) => (await call(`/api/runs/${id}`)) as Arrival[],
    check: async (order) => (await call("/api/check", order)) as CheckAnswer,
    async [Symbol.asyncDispose]() {
      await lab.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** A request with a body of JSON. */
function post(headers: Readonly<Record<string, string>>): RequestOptions {
  return { method: "POST", headers: { "Content-Type": "application/json", ...headers } };
}

/** Asks as no browser would have to: with these headers, and no others. */
export function ask(url: string, options: RequestOptions = {}, body = ""): Promise<Answer> {
  const send = url.startsWith("https:") ? secureRequest : request;
  return new Promise((resolve, reject) => {
    send(url, { agent: false, rejectUnauthorized: false, ...options }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("error", reject).on("end", () => {
        const { headers, rawHeaders, statusCode: status = 0 } = response;
        resolve({ status, headers, rawHeaders, body: text });
      });
    })
      .on("error", reject)
      .end(body);
  });
}
