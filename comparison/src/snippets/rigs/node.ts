import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { freePort, startProgram } from "@concors/config/verify";
import type { Rig } from "@concors/config/verify";
import { applicationLacks, behaviourData, textOf } from "./application.ts";

const modules = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

/** Express 5: a snippet is written behind `const app = express();`. */
export const expressRig: Rig = nodeRig(
  "express",
  (snippet, port) => `
import express from "express";
${answer}
const app = express();
app.disable("x-powered-by");
${snippet}
app.use((request, response) => {
  const { status, headers, body } = answer(request.method, request.originalUrl, request.headers.origin);
  response.status(status);
  for (const [name, value] of headers) response.append(name, value);
  response.end(body);
});
app.listen(${port}, "127.0.0.1");
`,
);

/** A handler of requests and responses as in Deno, which calls \`application(request)\` for what it is about. */
export const fetchRig: Rig = nodeRig(
  "fetch",
  (snippet, port) => `
import { createServer } from "node:http";
${answer}
function application(request) {
  const { status, headers, body } = answer(request.method, new URL(request.url).pathname, request.headers.get("Origin") ?? undefined);
  return new Response(body === "" ? null : body, { status, headers });
}
const Deno = {
  serve(handle) {
    createServer(async (request, response) => {
      const { method, url, rawHeaders } = request;
      const pairs = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1]]] : []));
      const answered = await handle(new Request("http://127.0.0.1" + url, { method, headers: pairs }));
      response.statusCode = answered.status;
      for (const [name, value] of answered.headers) response.appendHeader(name, value);
      response.end(await answered.text());
    }).listen(${port}, "127.0.0.1");
  },
};
${snippet}
`,
);

const answer = `
import { readFileSync } from "node:fs";
const { behaviours, commonHeaders, upstreamHeader } = JSON.parse(readFileSync("behaviours.json", "utf8"));
function answer(method, path, origin) {
  const segment = path.split("?", 1)[0].split("/").at(-1);
  const { status, headers, reflects, optionsStatus, body } = behaviours[segment] ?? behaviours.ok;
  const own = reflects ? [["Access-Control-Allow-Origin", origin ?? "*"], ["Access-Control-Allow-Credentials", "true"]] : [];
  return {
    status: method === "OPTIONS" ? optionsStatus : status,
    headers: [[upstreamHeader, segment || "ok"], ...commonHeaders, ...headers, ...own],
    body,
  };
}`;

function nodeRig(target: "express" | "fetch", program: (snippet: string, port: number) => string): Rig {
  return {
    target,
    facts: {},
    lacks: applicationLacks,
    missing: () => null,
    start: async (input) => {
      const port = await freePort();
      return startProgram(port, {
        files: {
          "package.json": JSON.stringify({ type: "module" }),
          "main.js": program(textOf(input), port),
          "behaviours.json": behaviourData,
        },
        links: { node_modules: modules },
        check: [execPath, "--check", "main.js"],
        command: [execPath, "main.js"],
      });
    },
  };
}
