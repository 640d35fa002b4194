import { describe, expect, test } from "vitest";
import { createCors } from "../../src/index.ts";
import type { CorsRequest } from "../../src/index.ts";
import { rows } from "../protocol/rows.ts";
import type { Row } from "../protocol/rows.ts";

interface GateRow extends Row {
  readonly request: CorsRequest;
  readonly strict?: boolean;
  /** Why it is refused; null if it passes. */
  readonly want: string | null;
}

describe("gate", () => {
  const cors = createCors({ origins: ["https://a.test"], credentials: true });

  test.each(rows<GateRow>("../policy/gate.json"))("$name", async ({ request, strict, want }) => {
    const expected = want === null ? { ok: true } : { ok: false, status: 403, reason: want };
    expect(cors.gate(request, { strict })).toEqual(expected);
    expect(await cors.gateAsync(request, { strict })).toEqual(expected);
  });

  test("a Fetch Request knows its own origin by its URL", () => {
    const post = (origin: string) => new Request("https://api.test/x", { method: "POST", headers: { origin } });
    expect(cors.gate(post("https://api.test"))).toEqual({ ok: true });
    expect(cors.gate(post("https://api.tes"))).toMatchObject({ ok: false });
    expect(cors.gate(post("https://evil.test"))).toMatchObject({ ok: false });
  });

  test("an open policy lets everybody in", () => {
    const headers = { origin: "https://evil.test", host: "api.test" };
    expect(createCors({ origins: "*" }).gate({ method: "POST", headers })).toEqual({ ok: true });
  });
});
