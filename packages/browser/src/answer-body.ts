import type { BodyContent } from "./body-content.ts";
import { isBlob } from "./body-content.ts";

/** What a transport may answer as a body. */
export type AnswerBody = string | ArrayBuffer | BodyContent | null | undefined;

/** The body of a transport's answer; nothing at all is an empty one. */
export function answerContent(body: unknown): BodyContent {
  if (body === undefined || body === null) return new Uint8Array(0);
  if (typeof body === "string") return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (typeof body === "object" && (isBlob(body) || Symbol.asyncIterator in body)) return body as BodyContent;
  throw new TypeError("The transport answered with a body that is neither text, bytes, nor a stream.");
}
