import type { Header } from "concors/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkSite } from "../../../src/index.ts";
import { learnPolicy } from "../../../src/read/index.ts";
import { memoryServer } from "./memory-server.ts";

const names = fc.constantFrom(
  "Access-Control-Allow-Origin",
  "access-control-allow-origin",
  "Access-Control-Allow-Credentials",
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers",
  "Access-Control-Expose-Headers",
  "Access-Control-Max-Age",
  "Vary",
  "Location",
);

const values = fc.oneof(
  fc.constantFrom(
    "*",
    "null",
    "true",
    "",
    ",",
    "https://app.example.com",
    "https://*.com",
    "http://[::1]:1",
    "PUT, $a",
    "-1",
  ),
  fc.string({ maxLength: 12 }),
);

const answers = fc.record({
  status: fc.constantFrom(200, 204, 301, 401, 404, 500),
  headerList: fc.array(fc.tuple(names, values), { maxLength: 6 }),
  repeats: fc.boolean(),
});

const origins = fc.oneof(
  fc.constantFrom(
    "https://app.example.com",
    "https://*.example.com:*",
    "http://10.0.0.1",
    "null",
    "capacitor://localhost",
  ),
  fc.string({ maxLength: 12 }),
);

test("whatever a server answers, the policy can be used, and what is asked stays within bounds", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(answers, { minLength: 1, maxLength: 8 }),
      fc.array(origins, { maxLength: 4 }),
      async (given, named) => {
        const { transport, requests } = memoryServer(({ headerList }, count) => {
          const { status, headerList: others, repeats } = given[count % given.length]!;
          const origin = headerList.find(([name]) => name === "Origin")?.[1];
          const own: readonly Header[] =
            repeats && origin !== undefined ? [["Access-Control-Allow-Origin", origin]] : [];
          return { status, headerList: [...own, ...others] };
        });
        const { site } = await learnPolicy("https://api.example.net/", { transport, origins: named });
        if (site !== null) expect(checkSite(site)).toMatchObject({ ok: true });
        expect(JSON.stringify(site)).not.toContain("concorsprobe");
        expect(requests.length).toBeLessThanOrEqual(60);
      },
    ),
    { numRuns: 1000 },
  );
}, 60_000);
