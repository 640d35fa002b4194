import { describe, expect, test } from "vitest";
import { importSite, lint } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";

interface Row {
  readonly name: string;
  readonly text: string;
  readonly path?: string;
  readonly want: readonly LintCode[];
  /** How many things of it are not told by the file. */
  readonly unseen?: number;
}

const express = `import cors from "cors"; import express from "express"; const app = express();\n`;

const rows: readonly Row[] = [
  { name: "cors() lets all in, and says so", text: `${express}app.use(cors());`, want: [] },
  {
    name: "cors: true repeats whoever asks",
    text: `${express}app.use(cors({ origin: true, credentials: true }));`,
    want: ["reflects-any-origin"],
  },
  {
    name: "without credentials that is a star in other words",
    text: `${express}app.use(cors({ origin: true }));`,
    want: ["reflects-without-credentials"],
  },
  {
    name: "a list without what is not set",
    text: `${express}app.use(cors({ origin: ["https://*.example.com", process.env.ORIGIN, ""].filter(Boolean) }));`,
    want: ["origin-never-sent"],
    unseen: 1,
  },
  {
    name: "Nest: an option of the application",
    text: `import { NestFactory } from "@nestjs/core";
const app = await NestFactory.create(AppModule, { cors: { origin: true, credentials: true } });`,
    want: ["reflects-any-origin"],
  },
  {
    name: "Nest: everybody, by an option of the application; nobody, by another",
    text: `import { NestFactory } from "@nestjs/core";
NestFactory.create(AppModule, { cors: true });
NestFactory.create(AppModule, { cors: false });`,
    want: [],
  },
  {
    name: "Socket.IO: the star beside credentials, in every way to make a server",
    text: `import { Server } from "socket.io";
const io = new Server(server, { cors: { origin: "*", credentials: true } });
const other = require("socket.io")(server, { cors: { origin: "*", credentials: true } });
@WebSocketGateway({ cors: { origin: "*", credentials: true } })
class Events { }`,
    want: ["any-origin-with-credentials", "any-origin-with-credentials", "any-origin-with-credentials"],
  },
  {
    name: "Next: the star beside credentials",
    path: "next.config.mjs",
    text: `export default { async headers() { return [{ source: "/api/:path*", headers: [
  { key: "Access-Control-Allow-Credentials", value: "true" },
  { key: "Access-Control-Allow-Origin", value: "*" },
  { key: "Access-Control-Allow-Methods", value: "GET,PUT" },
] }]; } };`,
    want: ["any-origin-with-credentials"],
  },
  {
    name: "Next: one origin, and another one that the file does not tell",
    path: "next.config.js",
    text: `module.exports = { headers: () => [
  { source: "/(.*)", headers: [{ key: "Access-Control-Allow-Origin", value: "app.example.com" }] },
  { source: "/own", headers: [{ key: "access-control-allow-origin", value: process.env.ORIGIN }] },
] };`,
    want: ["origin-never-sent"],
    unseen: 1,
  },
  {
    name: "cors: the star beside credentials",
    text: `const app = require("express")(); app.use(require("cors")({ origin: "*", credentials: true }));`,
    want: ["any-origin-with-credentials"],
  },
  {
    name: "cors: an expression without anchors",
    text: `${express}app.use(cors({ origin: [/app\\.example\\.com/], credentials: true }));`,
    want: ["expression-without-end", "expression-without-start"],
  },
  {
    name: "cors: an expression as it has to be",
    text: `${express}app.use(cors({ origin: /^https:\\/\\/([a-z0-9-]+\\.)*example\\.com$/, credentials: true }));`,
    want: [],
  },
  {
    name: "cors: dots that are not escaped",
    text: `${express}app.use(cors({ origin: new RegExp("^https://app.example.com$") }));`,
    want: ["expression-dot-unescaped"],
  },
  {
    name: "cors: a list in a constant",
    text: `${express}const origins = ["https://app.example.com", "https://www.example.com/"];\nconst options = { origin: origins };\napp.use(cors(options));`,
    want: ["origin-never-sent"],
  },
  {
    name: "cors: one text with two origins",
    text: `${express}app.use(cors({ origin: "https://a.test,https://b.test" }));`,
    want: ["several-origins"],
  },
  {
    name: "cors: a list has no star",
    text: `${express}app.use(cors({ origin: ["*"] }));`,
    want: ["origin-never-sent"],
  },
  {
    name: "cors: the function of its readme",
    text: `${express}const whitelist = ["https://example1.com", "https://example2.com"];
app.use(cors({
  origin: function (origin, callback) {
    if (whitelist.indexOf(origin) !== -1 || !origin) callback(null, true);
    else callback(new Error("Not allowed by CORS"));
  },
}));`,
    want: [],
  },
  {
    name: "cors: a function that says yes to all",
    text: `${express}app.use(cors({ origin: (origin, callback) => callback(null, true), credentials: true }));`,
    want: ["reflects-any-origin"],
  },
  {
    name: "cors: a function that asks a database",
    text: `${express}app.use(cors({ origin: (origin, callback) => loadOrigins((error, origins) => callback(error, origins)) }));`,
    want: [],
    unseen: 1,
  },
  {
    name: "cors: the end of a text",
    text: `${express}app.use(cors({ origin: (origin, callback) => callback(null, origin.endsWith("example.com")), credentials: true }));`,
    want: ["prefix-or-suffix-match"],
  },
  {
    name: "cors: origins of the environment are not told",
    text: `${express}app.use(cors({ origin: process.env.ORIGIN, credentials: true }));`,
    want: [],
    unseen: 1,
  },
  {
    name: "cors: one route, and nobody answers its preflights",
    text: `${express}app.put("/items", cors({ origin: "https://app.example.com" }), save);`,
    want: ["preflight-not-answered"],
  },
  {
    name: "cors: one route, and its preflights",
    text: `${express}const only = { origin: "https://app.example.com" };\napp.options("/items", cors(only));\napp.put("/items", cors(only), save);`,
    want: [],
  },
  {
    name: "cors: preflights that the application has to answer",
    text: `${express}app.use(cors({ origin: "https://app.example.com", preflightContinue: true }));`,
    want: ["preflight-not-answered"],
  },
  {
    name: "Nest repeats whoever asks",
    path: "main.ts",
    text: `async function main(): Promise<void> { const app = await NestFactory.create<App>(Module); app.enableCors({ origin: true, credentials: true }); }`,
    want: ["reflects-any-origin"],
  },
  {
    name: "Fastify repeats whoever asks",
    text: `import cors from "@fastify/cors"; await fastify.register(cors, { origin: true, credentials: true });`,
    want: ["reflects-any-origin"],
  },
  {
    name: "Fastify takes a star in a list for one",
    text: `import cors from "@fastify/cors"; await fastify.register(cors, { origin: ["*"], credentials: true });`,
    want: ["any-origin-with-credentials"],
  },
  {
    name: "Koa repeats whoever asks beside credentials, without being told",
    text: `const cors = require("@koa/cors"); app.use(cors({ credentials: true }));`,
    want: ["reflects-any-origin"],
  },
  {
    name: "Koa without headers on errors",
    text: `import cors from "@koa/cors"; app.use(cors({ origin: "https://app.example.com", keepHeadersOnError: false }));`,
    want: ["headers-missing-on-errors"],
  },
  {
    name: "Hono: the function of its documents",
    path: "app.ts",
    text: `import { cors } from "hono/cors"; app.use("/api/*", cors({ origin: (origin: string, c) => { return origin.endsWith(".example.com") ? origin : "http://example.com"; } }));`,
    want: ["prefix-or-suffix-match"],
  },
  {
    name: "Hono repeats whoever asks",
    path: "app.tsx",
    text: `import { cors } from "hono/cors"; app.use("*", cors({ origin: (origin) => origin, credentials: true })); const view = <p>x</p>;`,
    want: ["reflects-any-origin"],
  },
  {
    name: "by hand: a star for all, and no answer to preflights",
    text: `app.use(function (req, res, next) {
  res.header("Access-Control-Allow-Origin", "*");
  res.header("Access-Control-Allow-Headers", "Origin, X-Requested-With, Content-Type, Accept");
  next();
});`,
    want: ["preflight-not-answered"],
  },
  {
    name: "by hand: whoever asks, with credentials",
    text: `app.use((req, res, next) => {
  res.setHeader("Access-Control-Allow-Origin", req.headers.origin);
  res.setHeader("Access-Control-Allow-Credentials", "true");
  if (req.method === "OPTIONS") return res.sendStatus(204);
  next();
});`,
    want: ["reflects-any-origin", "vary-missing", "plain-options-swallowed"],
  },
  {
    name: "by hand: a list, and Vary for those on it alone",
    text: `const allowed = new Set(["https://app.example.com"]);
function handle(req, res) {
  const origin = req.headers.origin;
  if (allowed.has(origin)) {
    res.setHeader("Access-Control-Allow-Origin", origin);
    res.setHeader("Vary", "Origin");
  }
}`,
    want: ["vary-sometimes"],
  },
  {
    name: "by hand: a list, and Vary for all",
    text: `const allowed = ["https://app.example.com"];
function handle(req, res) {
  res.vary("Origin");
  const origin = req.get("origin");
  if (origin && allowed.includes(origin)) res.set("Access-Control-Allow-Origin", origin);
}`,
    want: [],
  },
  {
    name: "by hand: somewhere in the origin",
    text: `export default { async fetch(request) {
  const origin = request.headers.get("Origin");
  const headers = new Headers({ Vary: "Origin" });
  headers.append("Vary", "Origin");
  if (origin.includes("example.com")) headers.set("Access-Control-Allow-Origin", origin);
  return new Response(null, { headers });
} };`,
    want: ["prefix-or-suffix-match"],
  },
  {
    name: "headers of an object",
    text: `export const corsHeaders = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "true" };`,
    want: ["any-origin-with-credentials"],
  },
  {
    name: "headers that other files send: one of them may answer preflights",
    text: `export const corsHeaders = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "authorization" };`,
    want: [],
  },
  { name: "a program that says nothing about CORS", text: `console.log("Access-Control-Allow-Origin: *");`, want: [] },
];

describe("programs as they are written", () => {
  test.each(rows)("$name", ({ path = "server.js", text, want, unseen = 0 }) => {
    const read = importSite([{ path, text }]);
    expect(read.findings.map(({ code }) => code).toSorted()).toEqual([...want].toSorted());
    const untold = read.unseen.filter(({ why }) => why.includes("not told"));
    expect(untold).toHaveLength(unseen);
  });

  test("the site is that of the options", () => {
    const text = `import cors from "cors";
app.use("/public", cors());
app.use(cors({ origin: ["https://app.example.com", /^https:\\/\\/.+\\.example\\.com$/], credentials: true, methods: ["PUT"],
  allowedHeaders: "Content-Type, X-Id", exposedHeaders: ["ETag"], maxAge: 60 * 10 }));`;
    expect(importSite([{ path: "app.mjs", text }])).toEqual({
      findings: [],
      unseen: [],
      site: {
        routes: [
          {
            prefix: "/public",
            policy: { origins: "*", methods: ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"], requestHeaders: "*" },
          },
        ],
        fallback: {
          origins: ["https://app.example.com", "https://*.example.com"],
          credentials: true,
          methods: ["PUT"],
          requestHeaders: ["Content-Type", "X-Id"],
          exposedHeaders: ["ETag"],
          maxAge: 600,
        },
      },
    });
  });

  test("a finding is at its place, and its patch there", () => {
    const text = `import cors from "cors";\napp.use(cors({ origin: /^https:\\/\\/app.example\\.com/ }));`;
    const found = lint([{ path: "app.ts", text }]).map(({ code, span, patch }) => [
      code,
      span.line,
      span.column,
      patch?.text,
    ]);
    expect(found).toEqual([
      ["expression-without-end", 2, 24, String.raw`/^https:\/\/app.example\.com$/`],
      ["expression-dot-unescaped", 2, 24, String.raw`/^https:\/\/app\.example\.com/`],
    ]);
  });
});
