import { request as httpRequest } from "node:http";
import type { Header } from "concors/protocol";
import type { LiveResponse, LiveTransport } from "../../../src/read/index.ts";

/** Sends requests by HTTP/1.1, and lets go of the bodies. */
export const httpTransport: LiveTransport = ({ method, url, headerList }) =>
  new Promise((resolve) => {
    const request = httpRequest(url, { method, headers: Object.fromEntries(headerList), agent: false }, (response) => {
      response.resume();
      response.once("end", () => resolve(answerIn(response.statusCode ?? 0, response.rawHeaders)));
    });
    request.once("error", ({ message }) => resolve({ failed: "network-failed", message }));
    request.end();
  });

function answerIn(status: number, raw: readonly string[]): LiveResponse {
  const headerList: Header[] = [];
  for (let index = 0; index < raw.length; index += 2) headerList.push([raw[index]!, raw[index + 1]!]);
  return { status, headerList };
}
