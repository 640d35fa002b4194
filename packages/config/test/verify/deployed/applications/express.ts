import { execPath } from "node:process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { freePort } from "../../../../src/verify/free-port.ts";
import type { Rig } from "../../../../src/verify/index.ts";
import { startProgram } from "../../../../src/verify/server-process.ts";

const root = fileURLToPath(new URL("../../../../../..", import.meta.url));
const built = fileURLToPath(new URL("../../../../../concors/dist/adapters/express.js", import.meta.url));

/** Express, with the middleware that most have beside it; `own` stands before what was generated. */
export const expressApplication: Rig = {
  target: "express",
  facts: { front: "none" },
  lacks: [],
  missing: () => (existsSync(built) ? null : "npm run build"),
  start: async ({ generated, own }) => {
    const port = await freePort();
    return startProgram(port, {
      files: {
        "package.json": JSON.stringify({ type: "module" }),
        "main.js": application(port, own),
        "cors.js": generated.files[0]!.text,
        "site/a.txt": "0123456789",
      },
      links: { node_modules: `${root}node_modules` },
      command: [execPath, "main.js"],
      env: { NODE_ENV: "production" },
    });
  },
};

const application = (port: number, own: string): string => `
import compression from "compression";
import express from "express";
import { rateLimit } from "express-rate-limit";
import { withCors } from "./cors.js";
const app = express();
const askForPassword = (request, response, next) => {
  const given = Buffer.from(request.headers.authorization?.replace("Basic ", "") ?? "", "base64").toString();
  if (given === "somebody:secret") next();
  else response.status(401).set("WWW-Authenticate", 'Basic realm="site"').end();
};
${own}
app.use(withCors);
app.use(compression({ threshold: 100 }));
app.use(express.urlencoded({ limit: 500 }));
app.use("/few", rateLimit({ windowMs: 60_000, limit: 1 }));
app.use("/secret", askForPassword);
app.use((request, response, next) => {
  response.set("X-Request-Id", "7f3a");
  next();
});
app.use("/files", express.static("site"));
app.get(["/few", "/secret"], (request, response) => response.send("here"));
app.post("/upload", (request, response) => response.json(request.body));
app.get("/crash", () => {
  throw new Error("nobody catches it");
});
app.get("/large", (request, response) => response.type("text").send("a".repeat(4000)));
app.get("/parts", (request, response) => {
  response.write("a");
  setImmediate(() => response.end("b"));
});
app.get("/moved", (request, response) => response.redirect("/few"));
app.get("/own", (request, response) =>
  response.set({ "Access-Control-Allow-Origin": "*", "Access-Control-Max-Age": "1", Vary: "Accept" }).send("own"),
);
app.get("/file-of-server", (request, response) => response.set("X-Accel-Redirect", "/front/a.txt").end());
app.get("/cached", (request, response) =>
  response.set({ "Cache-Control": "public, max-age=60", ETag: '"v1"' }).type("text").send("kept".repeat(100)),
);
app.listen(${port}, "127.0.0.1");
`;
