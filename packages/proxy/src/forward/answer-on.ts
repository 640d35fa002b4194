import { ServerResponse } from "node:http";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Socket } from "node:net";

/**
 * An answer to a request that Node has taken for one to switch protocols: from there on it parses and writes nothing on
 * the connection. It ends with the answer.
 */
export function answerOn(socket: Duplex, request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  // Node's servers pass nothing else.
  const connection = socket as Socket;
  // NB: It is ours now; an error that nobody listens to would end the process.
  connection.on("error", () => {});
  response.assignSocket(connection);
  connection.on("drain", () => response.emit("drain"));
  response.once("finish", () => connection.destroySoon());
  return response;
}
