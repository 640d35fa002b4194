import { once } from "node:events";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import type { Policy } from "concors";
import { cors as concors } from "concors/express";
import cors from "cors";
import express from "express";
import type { RequestHandler } from "express";
import { describe, expect, test } from "vitest";
import { generate } from "../../../src/index.ts";
import type { SitePolicy } from "../../../src/index.ts";
import { learnPolicy } from "../../../src/read/index.ts";
import type { LearnedPolicy } from "../../../src/read/index.ts";
import { httpTransport } from "./http-transport.ts";
import { isNginxMissing, startNginx } from "./nginx-process.ts";
import type { NginxParts } from "./nginx-process.ts";

const app = "https://app.example.com";

const listed: Policy = {
  origins: [app, "https://*.preview.example.com"],
  credentials: true,
  methods: ["GET", "POST", "PUT", "DELETE"],
  requestHeaders: ["Content-Type", "Authorization"],
  exposedHeaders: ["X-Request-Id", "ETag"],
  maxAge: 7200,
};

const open: Policy = {
  origins: "*",
  methods: ["GET", "POST"],
  requestHeaders: ["Content-Type"],
  exposedHeaders: ["ETag"],
  maxAge: 86_400,
};

const known = [app, "https://pr-7.preview.example.com"];

interface Row {
  readonly name: string;
  readonly path?: string;
  readonly codes: readonly string[];
  readonly policy: SitePolicy;
}

function learn(url: string, path = "/items"): Promise<LearnedPolicy> {
  return learnPolicy(`${url}${path}`, { transport: httpTransport, origins: known });
}

function expectLearned({ findings, requests, site, ended }: LearnedPolicy, { codes, policy }: Row): void {
  expect({ codes: findings.map(({ code }) => code).sort(), policy: site?.fallback, ended }).toEqual({
    codes,
    policy,
    ended: null,
  });
  expect(requests.length).toBeLessThanOrEqual(60);
}

function generated(policy: Policy): NginxParts {
  const { files } = generate("nginx", policy, { version: "1.22.1", upstream: "proxy" });
  return {
    http: "include cors-http.conf;",
    server: "include cors-server.conf;",
    files: Object.fromEntries(files.map(({ path, text }) => [path, text])),
  };
}

const reflecting = `
  add_header Access-Control-Allow-Origin $http_origin;
  add_header Access-Control-Allow-Credentials true;
  if ($request_method = OPTIONS) {
    add_header Access-Control-Allow-Origin $http_origin;
    add_header Access-Control-Allow-Credentials true;
    add_header Access-Control-Allow-Methods "GET, PUT";
    add_header Access-Control-Allow-Headers "Content-Type";
    return 204;
  }`;

const nginxRows: readonly (Row & { readonly parts: NginxParts })[] = [
  { name: "what is generated, for listed origins", parts: generated(listed), codes: [], policy: listed },
  {
    name: "what is generated, with the application down",
    path: "/down",
    parts: generated(listed),
    codes: [],
    policy: listed,
  },
  {
    name: "what is generated, where it redirects",
    path: "/moved",
    parts: generated(listed),
    codes: [],
    policy: listed,
  },
  { name: "what is generated, for everybody", parts: generated(open), codes: [], policy: open },
  {
    name: "$http_origin is whoever asks",
    parts: { location: reflecting },
    codes: ["errors-without-cors", "reflects-any-origin", "vary-missing"],
    policy: { origins: known, credentials: true, methods: ["GET", "PUT"], requestHeaders: ["Content-Type"] } as Policy,
  },
  {
    name: "a map without an end, and no `always`",
    parts: {
      http: String.raw`map $http_origin $allowed { default ""; "~^https://app\.example\.com" $http_origin; }`,
      server: "add_header Access-Control-Allow-Origin $allowed; add_header Vary Origin;",
    },
    codes: ["errors-without-cors", "suffix-allowed"],
    policy: { origins: [app] },
  },
  {
    name: "one origin for everybody, in each block",
    parts: {
      server: `add_header Access-Control-Allow-Origin ${app} always; if ($request_method = OPTIONS) { return 204; }`,
    },
    codes: ["names-another-origin"],
    policy: { origins: [app] },
  },
  {
    name: "two lines, from two layers",
    parts: {
      server: `add_header Access-Control-Allow-Origin "*" always; add_header Access-Control-Allow-Origin "*" always;
        if ($request_method = OPTIONS) { return 204; }`,
    },
    codes: ["allow-origin-several"],
    policy: { origins: "*" },
  },
];

if (isNginxMissing && process.env["CI"] !== "true")
  console.warn("nginx is not learned from, since it is not installed: apt-get install nginx-light");

describe("nginx", () => {
  test.skipIf(isNginxMissing && process.env["CI"] !== "true").each(nginxRows)("$name", async (row) => {
    const { url, stop } = await startNginx(row.parts);
    try {
      expectLearned(await learn(url, row.path), row);
    } finally {
      await stop();
    }
  });
});

async function serveExpress(use: RequestHandler): Promise<{ url: string; stop: () => void }> {
  const application = express();
  // Express prints what it does not expect, unless it is told that this is a test.
  application.set("env", "test");
  application.use(use);
  application.get("/items", (_request, response) => void response.json([]));
  const server = createServer(application as RequestListener).listen(0, "127.0.0.7");
  await once(server, "listening");
  return { url: `http://127.0.0.7:${(server.address() as AddressInfo).port}`, stop: () => void server.close() };
}

const expressRows: readonly (Row & { readonly use: RequestHandler })[] = [
  { name: "concors, for listed origins", use: concors(listed), codes: [], policy: listed },
  { name: "concors, for everybody", use: concors(open), codes: [], policy: open },
  {
    name: "cors, as it comes: any header, and the usual methods",
    use: cors(),
    codes: [],
    policy: {
      origins: "*",
      methods: ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"],
      requestHeaders: ["*", "Authorization"],
    },
  },
  {
    name: "cors, with origin: true and credentials, is whoever asks",
    use: cors({ origin: true, credentials: true }),
    codes: ["reflects-any-origin"],
    policy: {
      origins: known,
      credentials: true,
      methods: ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"],
      requestHeaders: "*",
    } as Policy,
  },
  {
    name: "cors, with an expression whose dots and end are missing",
    use: cors({ origin: /https:\/\/app.example.com/, methods: ["PUT"], allowedHeaders: ["X-A"], maxAge: 60 }),
    codes: ["dot-unescaped", "suffix-allowed"],
    policy: { origins: [app], methods: ["PUT"], requestHeaders: ["X-A"], maxAge: 60 },
  },
];

describe("Express", () => {
  test.each(expressRows)("$name", async (row) => {
    const { url, stop } = await serveExpress(row.use);
    try {
      expectLearned(await learn(url), row);
    } finally {
      stop();
    }
  });
});
