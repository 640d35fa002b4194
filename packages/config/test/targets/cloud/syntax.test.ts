import { describe, expect, test } from "vitest";
import { generate } from "../../../src/index.ts";
import type { GeneratedFile } from "../../../src/index.ts";
import {
  anythingAnonymous,
  anythingAsked,
  byPath,
  cloudTargets,
  oddOrigins,
  onePath,
  p1,
  p2,
  patching,
  plain,
  withRoutes,
} from "./policies.ts";
import { filesChecks } from "./vendors/index.ts";
import { webConfigMistakes } from "./vendors/web-config.ts";

const sites = { byPath, onePath, p1, p2, oddOrigins, anythingAsked, anythingAnonymous, plain, patching };

describe.each(cloudTargets.filter((target) => target !== "api-gateway-rest"))("%s", (target) => {
  test.each(Object.entries(sites))("what is printed for %s is what the vendor takes", async (_, site) => {
    const { files, losses } = generate(target, site, { upstreamSendsCors: false, allowWider: true });
    if (files.length === 0) expect(losses.map(({ effect }) => effect)).toContain("refused");
    else expect(await filesChecks[target]!(files)).toEqual([]);
  });

  test("something is printed for everybody, unless that is every site beside credentials", () => {
    const { files } = generate(target, p2, { upstreamSendsCors: false, allowWider: true });
    expect(files.length === 0).toBe(target === "minio");
  });

  test.each([
    ...(withRoutes.includes(target) ? [] : [["routes", byPath, "routes-not-said"] as const]),
    ["no page at all", "none", "policy-not-said"] as const,
  ])("there are no %s", (_, site, code) => {
    const { files, losses } = generate(target, site, { upstreamSendsCors: false, allowWider: true });
    expect(files).toEqual([]);
    expect(losses.filter(({ effect }) => effect === "refused").map((loss) => loss.code)).toContain(code);
  });
});

describe("the checks notice", () => {
  const generated = (target: (typeof cloudTargets)[number]): readonly GeneratedFile[] =>
    generate(target, target === "iis-headers" ? p2 : p1, { upstreamSendsCors: false, allowWider: true }).files;

  /** Each breaks what is printed in one place; it has to be there. */
  const breaks = [
    ["iis", "allowCredentials", "allowcredentials"],
    ["iis", 'maxAge="7200"', 'maxAge="two hours"'],
    ["iis", "<allowMethods>", "<methods>"],
    ["iis", "https://*.preview.example.com", "https://app.example.com"],
    ["iis", "</cors>", ""],
    ["iis-headers", 'value="*"', ""],
    ["s3", '"AllowedMethods"', '"AllowMethods"'],
    ["s3", '"MaxAgeSeconds": 7200', '"MaxAgeSeconds": 7201'],
    ["s3", '"X-Request-Id"', '"*"'],
    ["r2", '"PUT"', '"PATCH"'],
    ["minio", 'ORIGIN="', "ORIGIN="],
    ["gcs", '"responseHeader"', '"headers"'],
    ["azure-storage", "--origins '", "--origins "],
    ["azure-app-service", "supportCredentials", "allowCredentials"],
    ["api-gateway", '"AllowOrigins"', '"AllowedOrigins"'],
    ["api-gateway", '"https://app.example.com"', '"*"'],
    ["lambda-url", '"PUT"', '"PROPFIND"'],
    ["lambda-url", '"MaxAge": 7200', '"MaxAge": 86401'],
    ["cloudfront", '"OriginOverride": true', '"Override": true'],
    ["vercel", '"eq"', '"equals"'],
    ["vercel", '"source": "/(.*)"', '"source": "(.*"'],
  ] as const;

  test.each(breaks)("%s: %s as %s", async (target, good, bad) => {
    const files = generated(target);
    expect(files.map(({ text }) => text).join("")).toContain(good);
    const broken = files.map((file, index) =>
      index === 0 ? { ...file, text: file.text.replaceAll(good, bad) } : file,
    );
    expect(await filesChecks[target]!(broken)).not.toEqual([]);
  });

  test.each([
    ["netlify", "Access-Control-Allow-Origin: *", "Access-Control-Allow-Origin"],
    ["cloudflare-pages", "Access-Control-Allow-Origin: *", "Access-Control-Allow-Origin *"],
    ["cloudflare-pages", "/*\n", "/*/*\n"],
    ["firebase", '"key"', '"name"'],
  ] as const)("%s: %s as %s", async (target, good, bad) => {
    const [file] = generate(target, p2).files;
    expect(file!.text).toContain(good);
    expect(await filesChecks[target]!([{ ...file!, text: file!.text.replace(good, bad) }])).not.toEqual([]);
  });

  test("Netlify: a name that no header has", async () => {
    const [file] = generate("netlify", p2).files;
    const broken = { ...file!, text: file!.text.replace("  Access-Control-Allow-Origin: *", "  \u00a0: *") };
    expect(await filesChecks["netlify"]!([broken])).not.toEqual([]);
  });

  test("what is no web.config", () => {
    expect(webConfigMistakes("<configuration><system.web /></configuration>")).toEqual([
      "/configuration/system.web is not known",
    ]);
  });
});
