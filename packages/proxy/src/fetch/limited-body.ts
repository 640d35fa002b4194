/** What a body may be. */
export interface BodyLimits {
  readonly bytes: number | null;
  /** Milliseconds that it may stop; null for as long as it likes. */
  readonly idle: number | null;
}

/**
 * A body that breaks off where it is too long, or stops for too long, and that is read no faster than who asks for it reads.
 *
 * @param onEnd called once, however it ended: with what was wrong, or null
 */
export function limitedBody(
  body: ReadableStream<Uint8Array>,
  { bytes, idle }: BodyLimits,
  onEnd: (why: "too-large" | "idle" | "left" | "broken" | null) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let length = 0;
  let isOver = false;
  function end(why: Parameters<typeof onEnd>[0]): void {
    if (isOver) return;
    isOver = true;
    onEnd(why);
    // What it was about is told already.
    if (why !== null && why !== "broken") reader.cancel().catch(() => {});
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const fail = (why: "too-large" | "idle"): void => {
          controller.error(new Error(`The body is broken off: ${why}`));
          end(why);
        };
        if (idle !== null) timer = setTimeout(() => fail("idle"), idle);
        try {
          const { done, value } = await reader.read();
          clearTimeout(timer);
          if (isOver) return;
          if (done) {
            controller.close();
            end(null);
          } else if (bytes !== null && (length += value.byteLength) > bytes) {
            fail("too-large");
          } else {
            controller.enqueue(value);
          }
        } catch (error) {
          clearTimeout(timer);
          if (isOver) return;
          controller.error(error);
          end("broken");
        }
      },
      cancel: () => end("left"),
    },
    { highWaterMark: 0 },
  );
}
