import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import type { LookupFunction, Socket } from "node:net";
import { buildConnector } from "undici";
import type { AddressRules } from "./address-rules.ts";
import { createLookUp } from "./look-up.ts";

/** A connection was not made, or not kept, because of where it would have led. */
class AddressRefusedError extends Error {
  override readonly name = "AddressRefusedError";
  readonly code = "target-address-refused";

  constructor() {
    super("The address may not be connected to");
  }
}

export interface ConnectorOptions {
  /** Milliseconds for name, connection and handshake together. */
  readonly timeout: number;
  /** Certificates of authorities to trust instead of the well-known ones, in PEM. */
  readonly ca?: readonly string[] | undefined;
  /** Whether a server needs no certificate that can be trusted. */
  readonly trustsAll?: boolean | undefined;
  /** Told of each connection over HTTP/2, which none is if it is left out. */
  readonly onHttp2?: ((origin: string, socket: Socket) => void) | undefined;
  /** Told of each other connection. */
  readonly onHttp1?: ((origin: string, socket: Socket) => void) | undefined;
}

/**
 * Connects to addresses that the rules allow, and to no other, whatever a name server says and when.
 *
 * A name is resolved once, and all its answers are judged: one that is not allowed is an attempt, or a mistake, and the
 * others are not tried. What was judged is what is connected to. And where a connection really leads is looked at once
 * more before anything is written to it.
 */
export function guardedConnector(addresses: AddressRules, options: ConnectorOptions): buildConnector.connector {
  const { timeout, ca, trustsAll = false, onHttp2, onHttp1 } = options;
  const connectWith = {
    timeout,
    lookup: guardedLookup(addresses),
    autoSelectFamily: true,
    allowH2: onHttp2 !== undefined,
  };
  const connect = buildConnector({
    ...connectWith,
    ...(ca !== undefined && { ca: [...ca] }),
    ...(trustsAll && { rejectUnauthorized: false }),
  });
  return (target, callback) => {
    // For these, no lookup is made.
    if (isIP(target.hostname) !== 0 && !addresses.allows(target.hostname)) {
      // NB: undici waits for ever for what has failed before it began to wait.
      queueMicrotask(() => callback(new AddressRefusedError(), null));
      return;
    }
    connect(target, (error, socket) => {
      if (error !== null) {
        callback(error, null);
      } else if (addresses.allows(socket.remoteAddress ?? "")) {
        const isHttp2 = onHttp2 !== undefined && "alpnProtocol" in socket && socket.alpnProtocol === "h2";
        (isHttp2 ? onHttp2 : onHttp1)?.(`${target.protocol}//${target.host}`, socket);
        callback(null, socket);
      } else {
        socket.destroy();
        callback(new AddressRefusedError(), null);
      }
    });
  };
}

function guardedLookup(addresses: AddressRules): LookupFunction {
  const lookUp = createLookUp(addresses.hasPrivate);
  return (hostname, options, callback) => {
    lookUp(hostname, options, (error, answers) => {
      if (error !== null) callback(error, []);
      else if (!areAllowed(answers, addresses)) callback(new AddressRefusedError(), []);
      else if (options.all === true) callback(null, [...answers]);
      else callback(null, answers[0]!.address, answers[0]!.family);
    });
  };
}

function areAllowed(answers: readonly LookupAddress[], addresses: AddressRules): boolean {
  return answers.length > 0 && answers.every(({ address }) => addresses.allows(address));
}
