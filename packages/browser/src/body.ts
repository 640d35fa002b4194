import { parseMimeType } from "concors/protocol";
import type { BodyContent } from "./body-content.ts";
import { bytesOf, isBlob, isDisturbed, streamOf } from "./body-content.ts";

/** A body, and how far it has been read. */
export interface BodyState {
  readonly content: BodyContent;
  /** What a script that reads it gets for what went wrong. */
  readonly failed: (error: unknown) => unknown;
  stream: ReadableStream<Uint8Array> | null;
  isUsed: boolean;
}

/** A body that nobody has read from. */
export function unreadBody(content: BodyContent, failed: (error: unknown) => unknown = (error) => error): BodyState {
  const stream = content instanceof ReadableStream ? content : null;
  return { content, failed, stream, isUsed: false };
}

/** The state of a Request's or a Response's body; null if it has none. */
export let bodyStateOf: (body: Body) => BodyState | null;

export let setBodyState: (body: Body, state: BodyState | null) => void;

/**
 * What Request and Response share: a body that can be read once, in one of many ways.
 *
 * @see https://fetch.spec.whatwg.org/#body-mixin
 */
export abstract class Body {
  #state: BodyState | null = null;

  static {
    bodyStateOf = (body) => body.#state;
    setBodyState = (body, state) => {
      body.#state = state;
    };
  }

  /** The value of the `Content-Type` header; null for none. */
  protected abstract contentType(): string | null;

  /** The body as a stream of bytes, that reads from the network no further than it is read; null if there is none. */
  get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    const state = this.#state;
    if (state === null) return null;
    if (state.stream === null) {
      state.stream = state.isUsed ? new ReadableStream({ type: "bytes" }) : streamOf(state.content, state.failed);
      if (state.isUsed) state.stream.getReader();
    }
    // NB: Shared memory has no place in a stream of bytes: what is enqueued is transferred.
    return state.stream as ReadableStream<Uint8Array<ArrayBuffer>>;
  }

  get bodyUsed(): boolean {
    return this.#state !== null && isUsed(this.#state);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  async blob(): Promise<Blob> {
    const type = this.contentType();
    return new Blob([await this.#consume()], { type: type === null || parseMimeType(type) === null ? "" : type });
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.#consume());
  }

  /** The fields of a form, `multipart/form-data` or `application/x-www-form-urlencoded`. */
  async formData(): Promise<FormData> {
    const contentType = this.contentType() ?? "";
    const bytes = await this.#consume();
    return new globalThis.Response(bytes, { headers: { "Content-Type": contentType } }).formData();
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown;
  }

  async text(): Promise<string> {
    return decoder.decode(await this.#consume());
  }

  /** @see https://fetch.spec.whatwg.org/#concept-body-consume-body */
  async #consume(): Promise<Uint8Array> {
    const state = this.#state;
    if (state === null) return new Uint8Array(0);
    if (isUnusable(state)) throw new TypeError("The body was read already, or is being read.");
    state.isUsed = true;
    // A stream of ours maps its own failures.
    if (state.stream !== null) return bytesOf(state.stream);
    try {
      return await bytesOf(state.content);
    } catch (error) {
      throw state.failed(error);
    }
  }
}

const decoder = new TextDecoder();

/** @see https://fetch.spec.whatwg.org/#body-unusable */
export function isUnusable(state: BodyState): boolean {
  return isUsed(state) || (state.stream !== null && state.stream.locked);
}

function isUsed({ isUsed: wasConsumed, stream }: BodyState): boolean {
  return wasConsumed || (stream !== null && isDisturbed(stream));
}

/**
 * @throws TypeError if the body was read from
 * @see https://fetch.spec.whatwg.org/#concept-body-clone
 */
export function cloneBodyState(body: Body): BodyState | null {
  const state = bodyStateOf(body);
  if (state === null) return null;
  if (isUnusable(state)) throw new TypeError("The body was read already, or is being read.");
  // Bytes that lie in memory are shared; only what flows has to be split.
  if (state.stream === null && (state.content instanceof Uint8Array || isBlob(state.content))) return { ...state };
  const [ours, theirs] = body.body!.tee();
  setBodyState(body, { ...state, content: ours, stream: ours });
  return { ...state, content: theirs, stream: theirs };
}
