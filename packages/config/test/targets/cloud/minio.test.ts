import type { NetworkRequest, NetworkResponse } from "@concors/browser/engine";
import { createCors } from "concors";
import type { Policy } from "concors";
import fc from "fast-check";
import { expect, test } from "vitest";
import { generate } from "../../../src/index.ts";
import { policies } from "../../generated.ts";
import { answerOfMinio } from "./minio-model.ts";
import { objectHeaders, ofPolicy, readBy, visits } from "./page.ts";
import { p1 } from "./policies.ts";

function ofMinio(origins: string, { method, headerList }: NetworkRequest): NetworkResponse {
  const headers = answerOfMinio(origins, { method, headers: Object.fromEntries(headerList) });
  return {
    status: headers.some(([name]) => name.endsWith("Methods")) ? 204 : 200,
    headerList: [...objectHeaders, ...headers],
  };
}

function settingFor(policy: Policy): string | null {
  const { files } = generate("minio", policy, { allowWider: true });
  return files.length === 0 ? null : /^MINIO_API_CORS_ALLOW_ORIGIN="(.*)"$/m.exec(files[0]!.text)![1]!;
}

test("MinIO lets the origins of the policy read, and no others; what it allows them beside is a loss", () => {
  const seen = { read: 0, refused: 0, wider: 0 };
  fc.assert(
    fc.property(visits(policies), ([policy, page]) => {
      const setting = settingFor(policy);
      if (setting === null) return;
      const real = readBy(page, (request) => ofMinio(setting, request));
      const wanted = readBy(page, (request) => ofPolicy(policy, request));
      seen[real === null ? "refused" : "read"] += 1;
      if (real !== null && wanted === null) seen.wider += 1;
      const { headers } = createCors(policy).decide({ method: "GET", headers: { Origin: page.origin } });
      const isAllowed = headers.some(([name]) => name === "Access-Control-Allow-Origin");
      if (real !== null) expect(isAllowed).toBe(true);
      // "null" is left out, and so are methods that it does not know.
      if (wanted !== null && page.origin !== "null" && !["QUERY", "patch"].includes(page.method))
        expect(real).not.toBeNull();
    }),
    { numRuns: 1000 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});

test.each([
  ["a subdomain", "https://a.b.preview.example.com", true],
  ["the apex", "https://preview.example.com", false],
  ["a name glued to it", "https://evilpreview.example.com", false],
  ["another host after it", "https://a.preview.example.com.evil.test", false],
])("P1: %s", (_, origin, isAllowed) => {
  const answer = answerOfMinio(settingFor(p1)!, { method: "GET", headers: { Origin: origin } });
  expect(new Map(answer).get("Access-Control-Allow-Origin")).toBe(isAllowed ? origin : undefined);
});

test("with *, MinIO lets any site read with a user's credentials, which is not written, even where wider is allowed", () => {
  const { files, losses } = generate("minio", { origins: "*" }, { allowWider: true });
  expect(files).toEqual([]);
  expect(losses.filter(({ effect }) => effect === "refused").map(({ message }) => message)).toEqual([
    "MinIO repeats whatever origin asks, and allows credentials, so any site could read what a user may: list the origins, or generate for a server in front of it.",
  ]);
  const page = { origin: "https://evil.test", method: "GET", headers: [], credentials: "include" } as const;
  expect(readBy(page, (request) => ofMinio("*", request))).not.toBeNull();
});
