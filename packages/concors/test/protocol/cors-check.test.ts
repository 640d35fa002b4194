import { describe, expect, test } from "vitest";
import { corsCheck } from "../../src/protocol/index.ts";
import type { CredentialsMode, HeaderList } from "../../src/protocol/index.ts";
import { rows } from "./rows.ts";
import type { Row } from "./rows.ts";

interface CorsCheckRow extends Row {
  origin: string;
  credentialsMode: CredentialsMode;
  headers: HeaderList;
  want: string;
  actual?: string | null;
}

describe("CORS check", () => {
  test.each(rows<CorsCheckRow>("./cors-check.json"))("$name", ({ origin, credentialsMode, headers, want, actual }) => {
    const outcome = corsCheck(origin, credentialsMode, headers);
    expect(outcome).toEqual(want === "ok" ? { ok: true } : { ok: false, code: want, actual });
  });
});
