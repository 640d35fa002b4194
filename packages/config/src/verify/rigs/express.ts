import { existsSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../free-port.ts";
import type { Rig } from "../rig.ts";
import { startProgram } from "../server-process.ts";
import { applicationLacks, behaviourData } from "./application.ts";
import { missingPackages, packageFolder } from "./installed.ts";

/** The project's own Express, with what was generated in the file that it imports. */
export const expressRig: Rig = {
  target: "express",
  facts: { front: "none" },
  lacks: applicationLacks,
  missing: () => missingPackages("express", "concors") ?? (isBuilt() ? null : "npm run build"),
  start: async ({ generated, own }) => {
    const port = await freePort();
    return startProgram(port, {
      files: {
        "package.json": JSON.stringify({ type: "module" }),
        "main.js": application(port, own),
        "behaviours.json": behaviourData,
        "cors.js": generated.files[0]!.text,
      },
      links: {
        "node_modules/express": packageFolder("express")!,
        "node_modules/concors": packageFolder("concors")!,
      },
      check: ["node", "--check", "cors.js"],
      command: ["node", "main.js"],
    });
  },
};

/** In a clone of Concors, the package is there before it is built. */
function isBuilt(): boolean {
  return existsSync(join(packageFolder("concors")!, "dist/adapters/express.js"));
}

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
