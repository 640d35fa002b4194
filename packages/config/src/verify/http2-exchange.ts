import { connect } from "node:http2";
import type { HeaderList } from "concors/protocol";
import type { Connection, RawRequest, RawResponse } from "./exchange.ts";

/** Connects by HTTP/2 over TLS to a server on loopback, whatever its certificate says. */
export function connectByHttp2(port: number, host: string): Connection {
  const session = connect(`https://127.0.0.1:${port}`, { servername: host, rejectUnauthorized: false });
  // Every request that is under way fails with the same error.
  session.on("error", () => undefined);
  const send = ({ method, path, headerList, body }: RawRequest): Promise<RawResponse> =>
    new Promise((resolve, reject) => {
      const stream = session.request({
        ":method": method,
        ":path": path,
        ":authority": host,
        ...byName(headerList),
      });
      stream.once("error", reject);
      // The headers by name are of no use: there, two lines of one name are one.
      stream.once("response", (...[, , names]: [unknown, unknown, readonly string[]]) => {
        const lines = Array.from(
          { length: names.length / 2 },
          (_, index) => [names[2 * index]!, names[2 * index + 1]!] as const,
        );
        const [, status = "0"] = lines.find(([name]) => name === ":status") ?? [];
        stream.resume();
        stream.once("end", () =>
          resolve({ status: Number(status), headerList: lines.filter(([name]) => !name.startsWith(":")) }),
        );
      });
      stream.end(body);
    });
  return { send, close: () => session.destroy() };
}

/** The values of each name, which go out as lines of their own. */
function byName(headerList: HeaderList): Readonly<Record<string, string[]>> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of headerList) (values[name.toLowerCase()] ??= []).push(value);
  return values;
}
