import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** By connection, the responses that wait for those before them, if a client asks for several at once. */
const waiting = new WeakMap<Socket, Set<ServerResponse>>();

/**
 * Sees to it that a response is closed once its client has left.
 *
 * NB: Node tells a response of it once it is its turn, and no sooner: whoever asks for two things at once and leaves before
 * the first is answered would have the second fetched, and counted as under way, for ever.
 */
export function closeWithClient({ socket }: IncomingMessage, response: ServerResponse): void {
  // It is its turn.
  if (response.socket !== null) return;
  const responses = waiting.get(socket) ?? waitingOn(socket);
  responses.add(response);
  response.once("socket", () => responses.delete(response));
}

function waitingOn(socket: Socket): Set<ServerResponse> {
  const responses = new Set<ServerResponse>();
  waiting.set(socket, responses);
  socket.once("close", () => {
    for (const response of responses) {
      response.destroy();
      response.emit("close");
    }
  });
  return responses;
}
