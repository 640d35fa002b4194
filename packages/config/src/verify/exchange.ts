import { Agent, request } from "node:http";
import type { ClientRequest, RequestOptions } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
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
  const open: Open = (options, isAgain) =>
    request({ ...options, agent: isAgain ? false : agent, host: "127.0.0.1", port });
  return connection(open, host, () => agent.destroy());
}

/** Connects to whoever answers for a URL. */
export function connectToUrl(url: URL, insecure: boolean): Connection {
  const isSecure = url.protocol === "https:";
  const agent = isSecure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const { hostname, port } = url;
  const shared = { host: hostname.replaceAll(/[[\]]/g, ""), port: port === "" ? undefined : Number(port) };
  const open: Open = (options, isAgain) => {
    const all = { ...options, ...shared, agent: isAgain ? false : agent };
    return isSecure ? secureRequest({ ...all, rejectUnauthorized: !insecure }) : request(all);
  };
  return connection(open, url.host, () => agent.destroy());
}

type Open = (
  options: Pick<RequestOptions, "method" | "path" | "timeout"> & { readonly headers: string[] },
  isAgain: boolean,
) => ClientRequest;

function connection(open: Open, host: string, close: () => void): Connection {
  const send = (raw: RawRequest, isAgain = false): Promise<RawResponse> =>
    new Promise((resolve, reject) => {
      const { method, path, headerList, body } = raw;
      const headers = [["Host", host], ...headerList].flat();
      if (body !== undefined) headers.push("Content-Length", String(Buffer.byteLength(body)));
      const sent = open({ method, path, headers, timeout }, isAgain);
      let isLate = false;
      sent.once("error", (error) => {
        // As a browser does: the server may have closed a connection that was kept, which says nothing of the request.
        if (sent.reusedSocket && !isLate && !isAgain) resolve(send(raw, true));
        else reject(error);
      });
      sent.once("timeout", () => {
        isLate = true;
        sent.destroy(new Error(`no answer to ${method} ${path} in ${timeout / 1000} seconds`));
      });
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
  return { send: (raw) => send(raw), close };
}
