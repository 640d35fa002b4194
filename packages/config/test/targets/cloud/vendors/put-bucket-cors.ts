import { PutBucketCorsCommand, S3Client } from "@aws-sdk/client-s3";
import type { CORSConfiguration } from "@aws-sdk/client-s3";
import { XMLParser } from "fast-xml-parser";

let sent: unknown;

/** Nothing is sent: every request ends here. */
const client = new S3Client({
  region: "eu-central-1",
  credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
  requestHandler: {
    handle: (request: { readonly body?: unknown }) => {
      sent = request.body;
      return Promise.reject(new Error("this is where it ends"));
    },
  },
  maxAttempts: 1,
});

/** The body that Amazon's own client sends for a configuration. */
export async function bodyOfPutBucketCors(configuration: CORSConfiguration): Promise<string> {
  sent = undefined;
  await client
    .send(new PutBucketCorsCommand({ Bucket: "bucket", CORSConfiguration: configuration }))
    .catch(() => undefined);
  if (typeof sent !== "string") throw new TypeError("the client sent no text");
  return sent;
}

/** A document, with every element, attribute and text of it, and no white space between. */
export function parsedXml(text: string): unknown {
  const parser = new XMLParser({ ignoreAttributes: false, preserveOrder: true, ignoreDeclaration: true });
  return parser.parse(text);
}
