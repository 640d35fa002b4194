// PORT=8080 node examples/mcp.js
import { env } from "node:process";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { cors } from "concors/mcp";
import express from "express";

const app = express();

// A server on the user's own machine: pages of these origins may use it, and programs; no other page, by whatever name.
app.use("/mcp", cors({ origins: ["https://app.example.com", "http://localhost:*"] }));
app.use(express.json());

app.post("/mcp", (request, response) => {
  const server = new McpServer({ name: "greeter", version: "1.0.0" });
  server.registerTool("greet", {}, () => ({ content: [{ type: "text", text: "Hello" }] }));
  // Without sessions: each request is served by itself.
  const transport = new StreamableHTTPServerTransport();
  void server.connect(transport).then(() => transport.handleRequest(request, response, request.body));
});

export const server = app.listen(Number(env["PORT"] ?? 8080), "127.0.0.1");
