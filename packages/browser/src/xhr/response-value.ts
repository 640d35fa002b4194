import { parseMimeType } from "concors/protocol";

export type XMLHttpRequestResponseType = "" | "arraybuffer" | "blob" | "document" | "json" | "text";

const responseTypes: ReadonlySet<string> = new Set(["", "arraybuffer", "blob", "document", "json", "text"]);

export function isResponseType(value: string): value is XMLHttpRequestResponseType {
  return responseTypes.has(value);
}

/** What says how a response's bytes are to be read. */
export interface ResponseMimeTypes {
  /** The server's `Content-Type`. */
  readonly header: string | null;
  /** What the script said instead. */
  readonly override: string | null;
}

/**
 * The bytes of a whole response as an object of the type that a script asked for; null if they do not make one.
 *
 * NB: Never a document: Node has no DOM to make one with.
 *
 * @see https://xhr.spec.whatwg.org/#response
 */
export function responseObject(type: XMLHttpRequestResponseType, bytes: Uint8Array, types: ResponseMimeTypes): unknown {
  switch (type) {
    case "arraybuffer":
      return new Uint8Array(bytes).buffer;
    case "blob":
      return new Blob([new Uint8Array(bytes)], { type: finalMimeType(types) });
    case "json":
      return jsonOf(bytes);
    case "document":
      return null;
    case "":
    case "text":
      return responseText(bytes, types);
  }
}

/** @see https://xhr.spec.whatwg.org/#text-response */
export function responseText(bytes: Uint8Array, types: ResponseMimeTypes): string {
  const charset = charsetOf(types.override) ?? charsetOf(types.header) ?? "utf-8";
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // What is no encoding's name means UTF-8.
    return new TextDecoder().decode(bytes);
  }
}

/** @see https://xhr.spec.whatwg.org/#final-mime-type */
function finalMimeType({ header, override }: ResponseMimeTypes): string {
  if (override !== null) return override;
  return header === null || parseMimeType(header) === null ? "text/xml" : header;
}

function charsetOf(mimeType: string | null): string | undefined {
  return mimeType === null ? undefined : parseMimeType(mimeType)?.parameters.get("charset");
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return null;
  }
}
