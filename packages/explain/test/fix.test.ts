import type { SyncTransport } from "@concors/browser/engine";
import type { HeaderList } from "concors/protocol";
import { describe, expect, test } from "vitest";
import { explain } from "../src/index.ts";
import type { FixHeaders } from "../src/index.ts";
import type { Row } from "./play.ts";
import { enginesOf, optionsOf, play, rows } from "./play.ts";

const blocked = rows.filter(({ want }) => want.code !== null);

describe("the header lines of the fix", () => {
  test.each(blocked.filter(({ want }) => want.fixed !== false))("make it pass, and nobody else: $name", (row) => {
    for (const engine of enginesOf(row)) {
      const { fix, request } = explain(play(row, engine), optionsOf(row));
      expect(fix.headers).not.toBeNull();
      const server = serverWith(fix.headers!);
      expect(play(row, engine, server).outcome.ok).toBe(true);

      const stranger: Row = { ...row, page: "https://evil.example/" };
      const isPublic = fix.headers!.actual.some(([, value]) => value === "*");
      expect(play(stranger, engine, server).outcome.ok).toBe(isPublic);
      if (isPublic) expect(request.credentials).not.toBe("include");
    }
  });

  test.each(blocked.filter(({ want }) => want.fixed === false))("do not exist: $name", (row) => {
    for (const engine of enginesOf(row)) expect(explain(play(row, engine), optionsOf(row)).fix.headers).toBeNull();
  });

  test.each(blocked)("never allow everyone with credentials, nor null: $name", (row) => {
    for (const engine of enginesOf(row)) {
      const { fix, request } = explain(play(row, engine), { servers: ["nginx", "apache", "express"] });
      const lines = [...(fix.headers?.preflight ?? []), ...(fix.headers?.actual ?? [])];
      expect(lines.filter(([, value]) => value === "null")).toEqual([]);
      if (request.credentials === "include") expect(lines.filter(([, value]) => value.includes("*"))).toEqual([]);
    }
  });
});

/** A server that sends the fix with every answer, redirects nowhere, and fails at nothing. */
function serverWith(headers: FixHeaders): SyncTransport {
  return ({ kind }) => {
    const headerList: HeaderList = kind === "preflight" ? (headers.preflight ?? []) : headers.actual;
    return { status: kind === "preflight" ? 204 : 200, headerList };
  };
}
