import { STATUS_CODES } from "node:http";
import type { Header } from "concors/protocol";
import type { RunAnswer } from "../wire.ts";

/** An HTTP response with these header lines as they are: their case, their order, their white space. */
export function answerBytes({ status, body = "" }: RunAnswer, headers: readonly Header[], isHead: boolean): Buffer {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  if (status !== 204) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  const hasBody = !isHead && status !== 204 && status !== 304;
  return Buffer.concat([
    Buffer.from([...lines, "Connection: close", "", ""].join("\r\n"), "latin1"),
    Buffer.from(hasBody ? body : ""),
  ]);
}
