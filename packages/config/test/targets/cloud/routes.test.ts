import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllHeaders } from "@netlify/headers-parser";
import { getTransformedRoutes } from "@vercel/routing-utils";
import type { Policy } from "concors";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkSite, generate } from "../../../src/index.ts";
import type { GeneratedFile, TargetName } from "../../../src/index.ts";
import { createPlan } from "../../../src/plan/create-plan.ts";
import { policyFor } from "../../../src/site-cors.ts";
import { fixedHeaders } from "../../../src/targets/fixed-headers.ts";
import { policies } from "../../generated.ts";
import { plainPaths, sitesWith } from "../policies.ts";
import { readHeadersFile } from "./vendors/headers-file.ts";

type Headers = readonly (readonly [name: string, value: string])[];

/** Which headers the vendor's own code finds for a path: those of every rule that takes it. */
type HeadersAt = (path: string) => Headers;

interface Vendor {
  readonly target: TargetName;
  readonly load: (file: GeneratedFile) => Promise<HeadersAt>;
  /** Paths that it takes for those of a route: a loss says so. */
  readonly mistakes: readonly string[];
}

/** @see https://vercel.com/docs/build-output-api/configuration#source-route: a path's case does not matter */
const vercel: Vendor = {
  target: "vercel",
  load: ({ text }) => {
    const { routes } = getTransformedRoutes(JSON.parse(text) as Parameters<typeof getTransformedRoutes>[0]);
    const rules = (routes ?? []) as readonly {
      readonly src: string;
      readonly headers: Readonly<Record<string, string>>;
    }[];
    return Promise.resolve((path) =>
      rules.filter(({ src }) => new RegExp(src, "i").test(path)).flatMap(({ headers }) => Object.entries(headers)),
    );
  },
  mistakes: [],
};

const netlify: Vendor = {
  target: "netlify",
  load: async ({ text }) => {
    const folder = await mkdtemp(join(tmpdir(), "concors-headers-"));
    try {
      const file = join(folder, "_headers");
      await writeFile(file, text);
      const { headers } = await parseAllHeaders({ headersFiles: [file], configHeaders: undefined, minimal: false });
      const rules = headers as readonly {
        readonly forRegExp: RegExp;
        readonly values: Readonly<Record<string, string>>;
      }[];
      return (path) =>
        rules.filter(({ forRegExp }) => forRegExp.test(path)).flatMap(({ values }) => Object.entries(values));
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  mistakes: ["/a/", "/ab", "/a.json", "/axjson", "/a.json/x", "/a.jsonx", "/ca", "/a/bc"],
};

/** @see https://developers.cloudflare.com/pages/configuration/headers/: a splat takes all characters */
const cloudflare: Vendor = {
  target: "cloudflare-pages",
  load: ({ text }) => {
    const rules = readHeadersFile(text).map(({ path, headers }) => ({ parts: path.split("*"), headers }));
    const takes = ([start = "", ...rest]: readonly string[], path: string): boolean =>
      rest.length === 0 ? path === start : path.startsWith(start);
    return Promise.resolve((path) => rules.filter(({ parts }) => takes(parts, path)).flatMap(({ headers }) => headers));
  },
  mistakes: [],
};

const open = policies.map(({ methods, requestHeaders, exposedHeaders, maxAge }): Policy => ({
  origins: "*",
  methods,
  requestHeaders,
  exposedHeaders,
  maxAge,
}));

describe.each([vercel, netlify, cloudflare])("the routes of $target", ({ target, load, mistakes }) => {
  test("take the paths that they are for, once, in the vendor's own code", async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(sitesWith(open), async (site) => {
        const checked = checkSite(site);
        const { files } = generate(target, site, { allowWider: true });
        if (files.length === 0 || !checked.ok) return;
        count += 1;
        const headersAt = await load(files[0]!);
        for (const path of plainPaths.filter((one) => !mistakes.includes(one))) {
          const policy = policyFor(checked.site, path);
          const wanted =
            policy === null ? [] : fixedHeaders(createPlan({ routes: [], fallback: policy }, "cors").fallback!);
          expect({ path, headers: headersAt(path) }).toEqual({ path, headers: wanted });
        }
      }),
      { numRuns: 200 },
    );
    expect(count).toBeGreaterThan(10);
  });
});
