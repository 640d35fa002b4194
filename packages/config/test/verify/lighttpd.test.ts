import { describe, expect, test } from "vitest";
import { generate } from "../../src/index.ts";
import { rigFor } from "../../src/verify/index.ts";
import { p1 } from "./policies.ts";
import { file, rows, types } from "./rows/lighttpd.ts";
import { runOrSkip } from "./run-or-skip.ts";
import { expectRow, serve } from "./serve.ts";

describe.runIf(runOrSkip(rigFor("lighttpd")))("lighttpd, beside a user's own configuration", () => {
  test.each(Object.entries(rows))("%s", (_, row) => expectRow("lighttpd", row));

  test("a range that begins after the end is refused without CORS headers, which a loss says", async () => {
    expect(generate("lighttpd", p1).losses).toMatchObject([{ code: "errors-missing", effect: "narrower" }]);
    await serve("lighttpd", p1, { own: types, site: file }, async (connection) => {
      const headerList = [
        ["Origin", "https://app.example.com"],
        ["Range", "bytes=2000-"],
      ] as const;
      const answer = await connection.send({ method: "GET", path: "/files/a.txt", headerList });
      expect(answer.status).toBe(416);
      expect(answer.headerList.filter(([name]) => /^access-control-/i.test(name))).toEqual([]);
    });
  });
});
