import { once } from "node:events";
import { createServer } from "node:http";
import { runInThisContext } from "node:vm";
import express from "express";
import type { Express } from "express";
import type { RealServer } from "./real-server.ts";
import { partFor, putJson } from "./real-server.ts";

export const expressServer: RealServer = {
  name: "express",
  missing: null,
  mistakes: [
    { name: "sends no header", path: "/items", args: [], code: "CORS-O01" },
    { name: "fails without a header", path: "/fails", args: [], code: "CORS-O02" },
    { name: "answers OPTIONS itself", path: "/items", args: putJson, code: "CORS-P05" },
    { name: "knows no route for OPTIONS", path: "/nowhere", args: putJson, code: "CORS-P01" },
    { name: "authenticates before it handles OPTIONS", path: "/private", args: putJson, code: "CORS-P02" },
    {
      name: "writes a slash after the origin",
      path: "/items",
      args: [],
      code: "CORS-O04",
      config: 'app.use((q, r, next) => { r.set("Access-Control-Allow-Origin", "http://localhost:3000/"); next(); });',
    },
    {
      name: "allows credentials to nobody in particular",
      path: "/items",
      args: ["--credentials", "include"],
      code: "CORS-C01",
      config:
        'app.use((q, r, next) => { r.set({ "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "true" }); next(); });',
    },
    {
      name: "knows another page",
      path: "/items",
      args: putJson,
      code: "CORS-O03",
      config: `app.use((q, r, next) => {
        r.set("Access-Control-Allow-Origin", "http://localhost:4000");
        if (q.method === "OPTIONS") r.status(204).end(); else next();
      });`,
      alsoAllowed: "http://localhost:4000",
    },
  ],
  start: async (port, { config = "" }, fix) => {
    const app = express();
    const code = fix === null ? config : partFor(fix, "before every other app.use()");
    (runInThisContext(`(app) => {${code}\n}`) as (app: Express) => void)(app);
    addRoutes(app);
    const server = createServer(app).listen(port, "127.0.0.1");
    await once(server, "listening");
    return {
      stop: async () => {
        server.close();
        server.closeAllConnections();
        await once(server, "close");
      },
    };
  },
};

function addRoutes(app: Express): void {
  // Express prints what it does not expect, unless it is told that this is a test.
  app.set("env", "test");
  app.get("/items", (_request, response) => void response.json([]));
  app.put("/items", (_request, response) => void response.json([]));
  app.get("/fails", () => {
    throw new Error("broken");
  });
  app.all("/private", (_request, response) => void response.status(401).end());
}
