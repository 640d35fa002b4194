// PORT=8080 node examples/websocket.js
import { env } from "node:process";
import { cors } from "concors/websocket";
import { WebSocketServer } from "ws";

// Browsers open WebSockets from any page, cookies included: this keeps out all others.
const { verifyClient } = cors({
  origins: ["https://app.example.com", "http://localhost:*"],
  credentials: true,
});

export const sockets = new WebSocketServer({ port: Number(env["PORT"] ?? 8080), verifyClient });

sockets.on("connection", (socket) => {
  socket.on("message", (message) => socket.send(message));
});
