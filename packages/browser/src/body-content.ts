import { Readable } from "node:stream";
import type { ReadableByteStreamController } from "node:stream/web";
import { formDataBlob } from "./form-data-blob.ts";

/**
 * What a script can give as a body. Anything else is turned into a string, as in a page; but an iterable of bytes is a
 * stream, as it is for Node's own fetch.
 */
export type BodyInit =
  | string
  | URLSearchParams
  | Blob
  | FormData
  | ArrayBuffer
  | ArrayBufferView
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>;

/** A body as it is kept: the bytes, or where they come from. */
export type BodyContent = Uint8Array | Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** @see https://fetch.spec.whatwg.org/#body-with-type */
export interface ExtractedBody {
  readonly content: BodyContent;
  /** False for a stream, which can be sent but once. */
  readonly hasSource: boolean;
  /** In bytes; null when it is not known. */
  readonly length: number | null;
  /** The `Content-Type` it asks for. */
  readonly type: string | null;
}

/**
 * Safely extracts a body with type.
 *
 * @throws TypeError if it is a stream that was read from, or is being read
 * @see https://fetch.spec.whatwg.org/#concept-bodyinit-extract
 */
export function extractBody(init: BodyInit): ExtractedBody {
  if (typeof init === "string") return ofBytes(Buffer.from(init), "text/plain;charset=UTF-8");
  if (ArrayBuffer.isView(init)) {
    return ofBytes(Uint8Array.from(new Uint8Array(init.buffer, init.byteOffset, init.byteLength)), null);
  }
  // By tag: under Jest's and jsdom's globals there is more than one class of each name.
  switch (Object.prototype.toString.call(init)) {
    case "[object ArrayBuffer]":
      return ofBytes(new Uint8Array((init as ArrayBuffer).slice(0)), null);
    case "[object URLSearchParams]":
      return ofBytes(
        Buffer.from((init as URLSearchParams).toString()),
        "application/x-www-form-urlencoded;charset=UTF-8",
      );
    case "[object Blob]":
    case "[object File]": {
      const blob = init as Blob;
      return { content: blob, hasSource: true, length: blob.size, type: blob.type === "" ? null : blob.type };
    }
    case "[object FormData]": {
      const { blob, type } = formDataBlob(init as FormData);
      return { content: blob, hasSource: true, length: blob.size, type };
    }
    case "[object ReadableStream]":
      return ofStream(init as ReadableStream<Uint8Array>);
    default:
      if (isIterableObject(init)) return ofStream(ReadableStream.from(init));
      return ofBytes(Buffer.from(String(init as unknown)), "text/plain;charset=UTF-8");
  }
}

function ofBytes(content: Uint8Array, type: string | null): ExtractedBody {
  return { content, hasSource: true, length: content.byteLength, type };
}

function ofStream(content: ReadableStream<Uint8Array>): ExtractedBody {
  if (content.locked || isDisturbed(content)) throw new TypeError("The stream was read from, or is being read.");
  return { content, hasSource: false, length: null, type: null };
}

function isIterableObject(init: BodyInit): init is AsyncIterable<Uint8Array> {
  if (typeof init !== "object" || init === null || Array.isArray(init)) return false;
  return Symbol.asyncIterator in init || Symbol.iterator in init;
}

/** Whether anything was ever read from a stream, or it was cancelled. */
export function isDisturbed(stream: ReadableStream<Uint8Array>): boolean {
  // NB: Node's function takes web streams as well; its type does not say so.
  return Readable.isDisturbed(stream as unknown as NodeJS.ReadableStream);
}

/** Reads a body to its end. */
export async function bytesOf(content: BodyContent): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return content;
  if (content instanceof Readable) return readToEnd(content);
  if (isBlob(content)) return new Uint8Array(await content.arrayBuffer());
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(checkedChunk(chunk));
  return concatenated(chunks);
}

/** The same as a stream of bytes that reads no further than it is read. */
export function streamOf(content: BodyContent, failed: (error: unknown) => unknown): ReadableStream<Uint8Array> {
  if (content instanceof ReadableStream) return content;
  const iterator = iterateContent(content)[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      type: "bytes",
      async pull(controller: ReadableByteStreamController) {
        try {
          let next = await iterator.next();
          while (next.done !== true && next.value.byteLength === 0) next = await iterator.next();
          if (next.done === true) {
            controller.close();
            // NB: What asked with a buffer of its own is answered only with a response of no bytes.
            controller.byobRequest?.respond(0);
          } else {
            // A copy: what is enqueued is taken away from its owner, and chunks share their buffers.
            controller.enqueue(new Uint8Array(next.value));
          }
        } catch (error) {
          controller.error(failed(error));
        }
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** A chunk of a stream, if it is bytes. */
export function checkedChunk(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError("A chunk of the stream is not a Uint8Array.");
}

export function isBlob(content: object): content is Blob {
  return (
    Symbol.toStringTag in content && (content[Symbol.toStringTag] === "Blob" || content[Symbol.toStringTag] === "File")
  );
}

/** The chunks of a body, one after the other. */
export function iterateContent(content: BodyContent): AsyncIterable<Uint8Array> {
  if (content instanceof Uint8Array) return once(content);
  return isBlob(content) ? content.stream() : content;
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array, undefined> {
  yield chunk;
}

/** By events: several times as fast as the same by async iteration, for the short bodies that most are. */
function readToEnd(readable: Readable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    if (readable.destroyed) reject(readable.errored ?? closedEarly());
    readable
      .on("data", (chunk: Uint8Array) => chunks.push(chunk))
      .on("end", () => resolve(concatenated(chunks)))
      .on("error", reject)
      .on("close", () => reject(closedEarly()));
  });
}

function closedEarly(): Error {
  return new Error("The body was closed before its end.");
}

function concatenated(chunks: readonly Uint8Array[]): Uint8Array {
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}
