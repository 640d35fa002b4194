import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, request as requestHttp1 } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Browser } from "@concors/browser";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { corsRoutes, PolicyError } from "concors";
import type { Policy } from "concors";
import { cors, mcpPolicy } from "concors/mcp";
import type { McpOptions, PolicyOrCors } from "concors/mcp";
import express from "express";
import type { Request, Response } from "express";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { listen } from "./application.ts";

const page = "http://localhost:5173";
const evil = "https://evil.example";
const policy: Policy = { origins: [page, "https://app.example.com"] };

/** A server of the protocol with one tool, which keeps a transport for each session. */
async function withServer<T>(
  use: (port: number) => Promise<T>,
  mounted: PolicyOrCors = policy,
  options?: McpOptions,
): Promise<T> {
  const transports = new Map<string, StreamableHTTPServerTransport>();
  const app = express();
  app.use("/mcp", cors(mounted, options));
  app.use(express.json());
  const handle = async (request: Request, response: Response): Promise<void> => {
    const transport = transports.get(request.get("Mcp-Session-Id") ?? "") ?? (await open(transports));
    await transport.handleRequest(request, response, request.body);
  };
  app.all("/mcp", (request, response) => void handle(request, response));
  const { port, close } = await listen(createServer(app));
  try {
    return await use(port);
  } finally {
    await close();
  }
}

async function open(transports: Map<string, StreamableHTTPServerTransport>): Promise<StreamableHTTPServerTransport> {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void transports.set(id, transport),
  });
  const server = new McpServer({ name: "greeter", version: "1.0.0" });
  server.registerTool("greet", {}, () => ({ content: [{ type: "text", text: "hello" }] }));
  await server.connect(transport);
  return transport;
}

/** What the SDK's client is told, which sends all that the protocol has: a session, its version, DELETE at the end. */
async function greet(port: number, fetch: typeof globalThis.fetch): Promise<unknown> {
  const transport = new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`), { fetch });
  const client = new Client({ name: "test", version: "1.0.0" });
  await client.connect(transport);
  const { content } = await client.callTool({ name: "greet" });
  await transport.terminateSession();
  await client.close();
  return content;
}

const initialize = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "1.0.0" } },
});

/** The status of an answer, and its body if it is JSON. */
async function send(
  port: number,
  method: string,
  headers: Record<string, string>,
): Promise<readonly [number, unknown]> {
  const sent = {
    "Content-Type": "application/json",
    Accept: "application/json, text/event-stream",
    Connection: "close",
    ...headers,
  };
  const request = requestHttp1({ host: "127.0.0.1", port, path: "/mcp", method, headers: sent });
  request.end(method === "POST" ? initialize : undefined);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  let body = "";
  for await (const chunk of response) body += String(chunk);
  const isJson = response.headers["content-type"] === "application/json";
  return [response.statusCode ?? 0, isJson ? (JSON.parse(body) as unknown) : null];
}

const refused = (header: "Host" | "Origin"): unknown => ({
  jsonrpc: "2.0",
  error: { code: -32_000, message: `Forbidden: the ${header} header names nobody that may use this server` },
  id: null,
});

describe("a server of the Model Context Protocol", () => {
  test("is used by a program", async () => {
    expect(await withServer((port) => greet(port, fetch))).toEqual([{ type: "text", text: "hello" }]);
  });

  test.each(["spec", "chromium", "firefox", "webkit"] as const)("is used by an allowed page in %s", async (engine) => {
    const browser = new Browser({ engine });
    try {
      const { fetch: pageFetch } = browser.open(`${page}/`);
      const content = await withServer((port) => greet(port, pageFetch));
      expect(content).toEqual([{ type: "text", text: "hello" }]);
    } finally {
      await browser.close();
    }
  });

  test.each(["spec", "chromium", "firefox", "webkit"] as const)("is not used by another page in %s", async (engine) => {
    const browser = new Browser({ engine });
    try {
      const { fetch: pageFetch } = browser.open("http://localhost:6666/");
      await expect(withServer((port) => greet(port, pageFetch))).rejects.toThrow(TypeError);
    } finally {
      await browser.close();
    }
  });

  test.each(["GET", "POST", "DELETE"])("answers 403 to %s of a foreign origin, as JSON-RPC", async (method) => {
    expect(await withServer((port) => send(port, method, { Origin: evil }))).toEqual([403, refused("Origin")]);
  });

  test.each(["null", "", `${evil}, ${page}`])("answers 403 to the origin %j", async (Origin) => {
    expect(await withServer((port) => send(port, "POST", { Origin }))).toEqual([403, refused("Origin")]);
  });

  test("answers 403 to an image of another site, which has no origin", async () => {
    const answer = await withServer((port) => send(port, "GET", { "Sec-Fetch-Site": "cross-site" }));
    expect(answer).toEqual([403, refused("Origin")]);
  });

  test("answers 403 to a page whose name was made to lead here, though it is of its own origin", async () => {
    const rebound = { Host: "evil.example:3000", Origin: "http://evil.example:3000" };
    expect(await withServer((port) => send(port, "POST", rebound))).toEqual([403, refused("Host")]);
  });

  test.each([
    ["localhost", 200],
    ["LOCALHOST:3000", 200],
    ["127.0.0.1:3000", 200],
    ["[::1]:3000", 200],
    ["127.0.0.1.evil.example", 403],
    ["localhost@evil.example", 403],
    ["localhost.", 403],
    ["mcp.example.com", 403],
  ])("is reached on its own machine, if nothing else is said: by %s it is %i", async (Host, status) => {
    const [answered] = await withServer((port) => send(port, "POST", { Host }));
    expect(answered).toBe(status);
  });

  test("is reached by the hosts that are named, and by no other", async () => {
    const statuses = await withServer(
      (port) => Promise.all(["mcp.example.com:8443", "localhost"].map((Host) => send(port, "POST", { Host }))),
      policy,
      { hosts: ["mcp.example.com"] },
    );
    expect(statuses.map(([status]) => status)).toEqual([200, 403]);
  });

  test.each(["https://mcp.example.com", "mcp.example.com:443", "MCP.example.com", "::1", "", undefined])(
    "starts with no host like %j",
    (host) => {
      expect(() => cors(policy, { hosts: [host as string] })).toThrow(TypeError);
    },
  );

  test("a policy by path has what pages need if it is told to", async () => {
    const routes = corsRoutes([["/mcp", mcpPolicy(policy)]]);
    const browser = new Browser();
    try {
      const { fetch: pageFetch } = browser.open(`${page}/`);
      const content = await withServer((port) => greet(port, pageFetch), routes);
      expect(content).toEqual([{ type: "text", text: "hello" }]);
    } finally {
      await browser.close();
    }
  });
});

describe("a policy for the Model Context Protocol", () => {
  test("keeps what a policy has, and names nothing twice", () => {
    const added = mcpPolicy({
      ...policy,
      methods: ["PUT", "DELETE"],
      requestHeaders: "*",
      exposedHeaders: ["mcp-session-id"],
    });
    expect(added).toEqual({
      ...policy,
      methods: ["PUT", "DELETE"],
      requestHeaders: "*",
      exposedHeaders: ["mcp-session-id", "WWW-Authenticate"],
    });
  });

  test("is checked as any other", () => {
    const wrong = { origins: ["https://app.example.com/"], methods: "PUT" } as unknown as Policy;
    expect(() => cors(wrong)).toThrow(PolicyError);
  });
});

describe("examples/mcp.js", () => {
  let server: Server;
  beforeAll(async () => {
    vi.stubEnv("PORT", "0");
    ({ server } = await import("../../../../examples/mcp.js"));
    if (!server.listening) await once(server, "listening");
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
  });
  const greetFrom = async (origin: string): Promise<unknown> => {
    const { port } = server.address() as AddressInfo;
    const browser = new Browser();
    try {
      return await greet(port, browser.open(`${origin}/`).fetch);
    } finally {
      await browser.close();
    }
  };

  test("greets its page", async () => {
    expect(await greetFrom(page)).toEqual([{ type: "text", text: "Hello" }]);
  });

  test("greets no other page", async () => {
    await expect(greetFrom(evil)).rejects.toThrow(TypeError);
  });
});
