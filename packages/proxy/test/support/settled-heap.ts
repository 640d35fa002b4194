import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What a heap may differ by and be called the same, in bytes. */
const noise = 64 * 1024;

/**
 * Bytes in use once all is collected that can be, and once that stays so: what connections leave behind when they end is
 * let go of some turns of the event loop later. What is kept for good is never let go of, however long this waits.
 */
export async function settledHeap(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  let least = Infinity;
  for (let unchanged = 0; unchanged < 5;) {
    await sleep(50);
    collect();
    const { heapUsed } = process.memoryUsage();
    unchanged = heapUsed < least - noise ? 0 : unchanged + 1;
    least = Math.min(least, heapUsed);
  }
  return least;
}
