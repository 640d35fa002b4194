import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { GateOptions } from "../policy/gate.ts";
import { corsOf } from "./policy-or-cors.ts";
import type { PolicyOrCors } from "./policy-or-cors.ts";

export type { GateOptions, PolicyOrCors };

/** Refuses WebSockets, each function in the place that a library has for that. */
export interface WebSocketGate {
  /** For the option `verifyClient` of `ws`. */
  readonly verifyClient: (
    info: { readonly req: IncomingMessage },
    answer: (verified: boolean, status?: number) => void,
  ) => void;
  /**
   * For the option `allowRequest` of Socket.IO and Engine.IO: refuses their polling as well. What answers polling with the
   * headers that a page of another origin needs is middleware: `io.engine.use(cors(policy))`, of `concors/node`.
   */
  readonly allowRequest: (
    request: IncomingMessage,
    answer: (error: string | null | undefined, allowed: boolean) => void,
  ) => void;
  /** Makes a listener for the event `upgrade` of a server of `node:http`, which is told of allowed requests only. */
  readonly upgrade: (listener: UpgradeListener) => UpgradeListener;
}

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Refuses WebSockets of pages whose origin a policy does not allow, with 403 before the handshake. Browsers open one from
 * any page to any server, cookies included, and CORS does not apply.
 *
 * Programs that are no browsers send no `Origin`, and are let in unless `strict`.
 *
 * @example
 * const { verifyClient } = cors({ origins: ["https://app.example.com"], credentials: true });
 * const sockets = new WebSocketServer({ server, verifyClient });
 * @throws PolicyError with everything that is wrong with the policy
 */
export function cors(policy: PolicyOrCors, options?: GateOptions): WebSocketGate {
  const { gateAsync } = corsOf(policy);
  return {
    verifyClient: (info, answer) => {
      void gateAsync(info.req, options).then((gate) => (gate.ok ? answer(true) : answer(false, gate.status)));
    },
    allowRequest: ({ headers, url }, answer) => {
      // Whatever its method: a GET opens a session.
      void gateAsync({ method: "POST", headers, url }, options).then((gate) =>
        gate.ok ? answer(null, true) : answer(gate.reason, false),
      );
    },
    upgrade: (listener) => (request, socket, head) => {
      // As long as nobody else listens, a client that is gone would end the process.
      const ignore = (): void => undefined;
      socket.on("error", ignore);
      void gateAsync(request, options).then((gate) => {
        if (!gate.ok) {
          socket.once("finish", () => socket.destroy());
          socket.end(`HTTP/1.1 ${gate.status} Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
          return;
        }
        socket.off("error", ignore);
        listener(request, socket, head);
      });
    },
  };
}
