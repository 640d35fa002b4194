import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import process from "node:process";
import { expect, test } from "vitest";
import { startProxy, startTarget } from "./support/loopback.ts";

/** MiB, each way; `CONCORS_STREAM=1024` streams a gigabyte. */
const size = Number(process.env["CONCORS_STREAM"] ?? 200);
const chunk = Buffer.alloc(1024 ** 2, "0123456789abcdef");

test(`${size} MiB stream both ways at once, whole, and memory grows no further`, async () => {
  // What comes is sent back.
  const target = await startTarget((request, response) => request.pipe(response));
  await using proxy = await startProxy({ limits: { requestBytes: null, responseBytes: null } });
  const url = `${proxy.origin}/${target.origin}/`;
  // Client, proxy and target are one process here: what they need at all is there after this.
  await stream(url, 100);
  const before = process.memoryUsage().rss;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const { bytes, sent, received } = await stream(url, size);
  clearInterval(watch);

  expect(bytes).toBe(size * chunk.length);
  expect(received).toBe(sent);
  expect((most - before) / 1024 ** 2).toBeLessThan(50);
  target.stop();
}, 120_000);

interface Streamed {
  readonly bytes: number;
  readonly sent: string;
  readonly received: string;
}

function stream(url: string, count: number): Promise<Streamed> {
  const sent = createHash("md5");
  const received = createHash("md5");
  let bytes = 0;
  let left = count;
  return new Promise((resolve, reject) => {
    const upload = httpRequest(url, { method: "POST" }, (response) => {
      response.on("data", (part: Buffer) => {
        received.update(part);
        bytes += part.length;
      });
      response.on("end", () => resolve({ bytes, sent: sent.digest("hex"), received: received.digest("hex") }));
      response.on("error", reject);
    });
    upload.on("error", reject).on("drain", fill);
    fill();

    function fill(): void {
      while (left > 0) {
        left -= 1;
        sent.update(chunk);
        if (!upload.write(chunk)) return;
      }
      upload.end();
    }
  });
}
