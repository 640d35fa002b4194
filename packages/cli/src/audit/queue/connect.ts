import { connect } from "node:net";
import { UsageError } from "../../usage-error.ts";

const timeout = 5000;

/**
 * Looks whether somebody listens there: a client of Redis would try for ever.
 *
 * @throws UsageError if nobody does
 */
export function connectTo({ hostname, port }: URL): Promise<void> {
  const host = hostname.replace(/^\[|\]$/g, "");
  const at = Number(port === "" ? "6379" : port);
  return new Promise((resolve, reject) => {
    const refuse = (): void => {
      socket.destroy();
      reject(new UsageError(`--queue: there is no Redis at ${hostname}:${at}.`));
    };
    const socket = connect({ host, port: at, timeout }, () => {
      socket.end();
      resolve();
    });
    socket.on("error", refuse);
    socket.on("timeout", refuse);
  });
}
