import { execPath } from "node:process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Rig } from "../../../src/verify/index.ts";
import { freePort, startProgram } from "../../../src/verify/server-process.ts";
import { applicationLacks, behaviourData } from "./application.ts";

const root = fileURLToPath(new URL("../../../../..", import.meta.url));
const built = fileURLToPath(new URL("../../../../concors/dist/adapters/express.js", import.meta.url));

/** Express 5, with what was generated in the file that it imports. */
export const expressRig: Rig = {
  target: "express",
  facts: { front: "none" },
  lacks: applicationLacks,
  missing: () => (existsSync(built) ? null : "npm run build"),
  start: async ({ generated, own }) => {
    const port = await freePort();
    return startProgram(port, {
      files: {
        "package.json": JSON.stringify({ type: "module" }),
        "main.js": application(port, own),
        "behaviours.json": behaviourData,
        "cors.js": generated.files[0]!.text,
      },
      links: { node_modules: `${root}node_modules` },
      check: [execPath, "--check", "cors.js"],
      command: [execPath, "main.js"],
    });
  },
};

const application = (port: number, own: string): string => `
import { readFileSync } from "node:fs";
import express from "express";
import { withCors } from "./cors.js";
const { behaviours, commonHeaders, upstreamHeader } = JSON.parse(readFileSync("behaviours.json", "utf8"));
const app = express();
app.disable("x-powered-by");
app.use(withCors);
${own}
app.use((request, response) => {
  const segment = request.originalUrl.split("?", 1)[0].split("/").at(-1);
  const { status, headers, reflects, optionsStatus, body } = behaviours[segment] ?? behaviours.ok;
  response.status(request.method === "OPTIONS" ? optionsStatus : status);
  response.set(upstreamHeader, segment || "ok");
  for (const [name, value] of [...commonHeaders, ...headers]) response.append(name, value);
  if (reflects) response.set({ "Access-Control-Allow-Origin": request.headers.origin ?? "*", "Access-Control-Allow-Credentials": "true" });
  response.end(body);
});
app.listen(${port}, "127.0.0.1");
`;
