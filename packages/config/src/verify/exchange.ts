import { Agent, request } from "node:http";
import type { HeaderList } from "concors/protocol";

/** One request as it goes to the server. */
export interface RawRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Each entry is a line of its own. */
  readonly headerList: HeaderList;
  readonly body?: string | undefined;
}

/** What came back, line by line. */
export interface RawResponse {
  readonly status: number;
  readonly headerList: HeaderList;
}

/** Sends requests to one server. */
export interface Connection {
  /** @throws Error with a sentence, if the server does not answer */
  readonly send: (raw: RawRequest) => Promise<RawResponse>;
  readonly close: () => void;
}

/** In milliseconds; a server on loopback that takes longer hangs. */
const timeout = 10_000;

/** Connects to a server on loopback, which answers for a host of that name. */
export function connectTo(port: number, host: string): Connection {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const send = (raw: RawRequest, isAgain = false): Promise<RawResponse> =>
    new Promise((resolve, reject) => {
      const { method, path, headerList, body } = raw;
      const headers = [["Host", host], ...headerList].flat();
      if (body !== undefined) headers.push("Content-Length", String(Buffer.byteLength(body)));
      const sent = request({ agent: isAgain ? false : agent, host: "127.0.0.1", port, method, path, headers, timeout });
      sent.once("error", (error) => {
        // As a browser does: the server may have closed a connection that was kept, which says nothing of the request.
        if (sent.reusedSocket && !isAgain) resolve(send(raw, true));
        else reject(error);
      });
      sent.once("timeout", () =>
        sent.destroy(new Error(`no answer to ${method} ${path} in ${timeout / 1000} seconds`)),
      );
      sent.once("response", (response) => {
        response.resume();
        response.once("error", reject);
        response.once("end", () => {
          const names = response.rawHeaders;
          const lines = Array.from(
            { length: names.length / 2 },
            (_, index) => [names[2 * index]!, names[2 * index + 1]!] as const,
          );
          resolve({ status: response.statusCode ?? 0, headerList: lines });
        });
      });
      sent.end(body);
    });
  return { send: (raw) => send(raw), close: () => agent.destroy() };
}
