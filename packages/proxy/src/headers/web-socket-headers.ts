import { firstValue, recordOf } from "./raw-headers.ts";
import type { HeaderRecord, RawHeaders } from "./raw-headers.ts";
import { passedHeaders } from "./response-headers.ts";

/** What the two ends of a WebSocket agree on: no fetch can send it. */
const negotiated = ["sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol", "sec-websocket-extensions"];

/**
 * Whether a request asks for a WebSocket as the standard wants it. What a target answers can be checked only then.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1
 */
export function isHandshake(method: string, headers: RawHeaders): boolean {
  // 16 bytes in base64: the last digit stands for two bits.
  const hasKey = /^[A-Za-z0-9+/]{21}[AQgw]==$/.test(firstValue(headers, "sec-websocket-key") ?? "");
  return method === "GET" && hasKey && firstValue(headers, "sec-websocket-version") === "13";
}

/** The header lines of a handshake that are for the target as well. */
export function handshakeHeaders(headers: RawHeaders): string[] {
  const passed: string[] = [];
  for (let index = 0; index < headers.length; index += 2)
    if (negotiated.includes(headers[index]!.toLowerCase())) passed.push(headers[index]!, headers[index + 1]!);
  return passed;
}

/** What of a target's `101 Switching Protocols` a client gets. */
export function switchHeaders(headers: RawHeaders): HeaderRecord {
  const passed: HeaderRecord = { connection: "Upgrade", upgrade: "websocket" };
  for (const [name, value] of Object.entries(recordOf(passedHeaders(101, headers))))
    if (/^sec-websocket-(?:accept|protocol|extensions)$/.test(name)) passed[name] = value;
  return passed;
}
