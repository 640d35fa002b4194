import type { IncomingMessage } from "node:http";
import { badRequest, ProblemError } from "./problem.ts";

/**
 * A request's body, as JSON.
 *
 * @throws ProblemError if it is not, or longer than so many bytes
 */
export async function readJson(request: IncomingMessage, mostBytes: number): Promise<unknown> {
  if (request.method !== "POST") throw new ProblemError(405, "This takes POST.");
  if (!/^application\/json(?:;|$)/i.test(request.headers["content-type"] ?? ""))
    throw new ProblemError(415, "This takes JSON: Content-Type: application/json.");
  const text = (await readBody(request, mostBytes)).toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("That is no JSON.");
  }
}

/** @throws ProblemError if it is longer; the rest of it is not read */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBytes) throw new ProblemError(413, `That is more than ${sizeText(mostBytes)}.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function sizeText(bytes: number): string {
  return bytes >= 1_000_000 ? `${bytes / 1_000_000} MB` : `${bytes / 1000} KB`;
}
