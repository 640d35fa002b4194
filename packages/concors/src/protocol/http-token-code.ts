import { isToken } from "./http-token.ts";

/** RFC 9110's tchar, by code. */
const tokenCodes: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, code) =>
  Number(isToken(String.fromCharCode(code))),
);

/** @see https://httpwg.org/specs/rfc9110.html#tokens */
export function isTokenCode(code: number): boolean {
  return tokenCodes[code] === 1;
}
