import { ServerResponse } from "node:http";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Socket } from "node:net";

/**
 * An answer to a request that Node has taken for one to switch protocols: from there on it parses and writes nothing on
 * the connection. It ends with the answer.
 *
 * @returns null if something else is still to be answered on it: whoever does not wait for that is left
 */
export function answerOn(socket: Duplex, request: IncomingMessage): ServerResponse | null {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  // Node's servers pass nothing else.
  const connection = socket as Socket;
  // NB: It is ours now; an error that nobody listens to would end the process.
  connection.on("error", () => {});
  try {
    response.assignSocket(connection);
  } catch {
    connection.destroy();
    return null;
  }
  connection.on("drain", () => response.emit("drain"));
  response.once("finish", () => connection.destroySoon());
  return response;
}
