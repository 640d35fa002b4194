import { randomBytes } from "node:crypto";

/**
 * A FormData as the Blob that a form sends, and the type that names its boundary. A Blob's own type would not do: it is in
 * lower case.
 *
 * @see https://html.spec.whatwg.org/#multipart-form-data
 */
export function formDataBlob(form: FormData): { readonly blob: Blob; readonly type: string } {
  const boundary = `----FormBoundary${randomBytes(12).toString("hex")}`;
  const parts: (string | Blob)[] = [];
  for (const [name, value] of form) {
    parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${escaped(withCrlf(name))}"`);
    if (typeof value === "string") {
      parts.push(`\r\n\r\n${withCrlf(value)}\r\n`);
    } else {
      const type = value.type === "" ? "application/octet-stream" : value.type;
      parts.push(`; filename="${escaped(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`, value, "\r\n");
    }
  }
  parts.push(`--${boundary}--\r\n`);
  return { blob: new Blob(parts), type: `multipart/form-data; boundary=${boundary}` };
}

function withCrlf(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, "\r\n");
}

function escaped(text: string): string {
  return text.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22");
}
