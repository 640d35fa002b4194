import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { PackedResultsError, packResults, unpackResults } from "../../src/check/packed-results.ts";

test("results come out of an address as they went in, in letters that need no escape", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const packed = await packResults(value);
      expect(packed).toMatch(/^[\w-]*$/);
      expect(await unpackResults(packed)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test.each([
  ["nothing", ""],
  ["what is no base64", "%%%"],
  ["what is not compressed", "e30"],
  ["what is no JSON", deflateRawSync("{").toString("base64url")],
  ["what is no text", deflateRawSync(Buffer.from([0xff, 0xfe])).toString("base64url")],
  ["a few bytes that stand for many", deflateRawSync(`"${"a".repeat(6_000_000)}"`).toString("base64url")],
])("%s is said to be no results", async (_name, packed) => {
  await expect(unpackResults(packed)).rejects.toThrow(PackedResultsError);
});

test("a link that was cut is said to be no results", async () => {
  const packed = await packResults({
    summary: "a text that is long enough to be cut in its midst, and is not repeated",
  });
  await expect(unpackResults(packed.slice(0, -12))).rejects.toThrow("cut when it was sent");
});
