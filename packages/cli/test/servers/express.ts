import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { startProgram } from "../../../config/src/verify/server-process.ts";
import { behaviours, mistakesOfApplication, putJson } from "./application.ts";
import type { RealServer } from "./real-server.ts";
import { filesOf, missingPrograms, said, saidBy } from "./real-server.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** It imports `concors/express` as an application does, from what was built. */
export const expressServer: RealServer = {
  name: "express",
  missing: missingPrograms([`${root}packages/concors/dist/adapters/express.js`], "npm run build"),
  mistakes: [
    ...mistakesOfApplication,
    { name: "the fix is for that path alone", path: "/items", args: putJson, code: "CORS-P05", onlyPath: true },
    {
      name: "a slash is after the origin",
      path: "/items",
      args: [],
      code: "CORS-O04",
      config:
        'app.use((_, response, next) => { response.set("Access-Control-Allow-Origin", "http://localhost:3000/"); next(); });',
    },
  ],
  start: (port, { config = "", onlyPath }, fix) => {
    const [imported = "", everywhere = ""] = saidBy(fix, /: (import .*?;) (app\.use\(\w+\);) before whatever answers$/);
    const used = onlyPath === true ? said(fix?.forPath, /^(app\.use\("\/items", \w+\);) instead of/)[0] : everywhere;
    return startProgram(port, {
      files: {
        "package.json": JSON.stringify({ type: "module" }),
        "behaviours.json": JSON.stringify(behaviours),
        "main.js": source(port, imported, fix === null ? config : (used ?? "")),
        ...filesOf(fix),
      },
      links: { node_modules: `${root}node_modules` },
      command: [execPath, "main.js"],
    });
  },
};

const source = (port: number, imported: string, used: string): string => `
import { readFileSync } from "node:fs";
import express from "express";
${imported}
const app = express();
app.set("env", "test");
${used}
for (const [path, behaviour] of Object.entries(JSON.parse(readFileSync("behaviours.json", "utf8")))) {
  app.all(path, (request, response) => {
    for (const [name, value] of behaviour.headers) response.append(name, value);
    response.status(request.method === "OPTIONS" ? behaviour.optionsStatus : behaviour.status).end();
  });
}
app.all("/broken", () => {
  throw new Error("broken");
});
app.listen(${port}, "127.0.0.1");
`;
