import { createRequire } from "node:module";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SlimReport } from "../../src/audit/entry.ts";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { runMain } from "../run-main.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { plain, reflecting, serve } from "./serve.ts";

const fast = ["--private", "--rate", "0"];

interface Json {
  readonly summary: { readonly urls: number; readonly requests: number };
  readonly reports: readonly SlimReport[];
}

async function audited(...argv: readonly string[]): Promise<{ status: number; json: Json }> {
  const { status, stdout, stderr } = await runMain(["audit", ...argv, ...fast, "--json"]);
  expect(stderr).toBe("");
  return { status, json: JSON.parse(stdout) as Json };
}

describe("concors audit", () => {
  test("says who can do what, what shows it and what to do", async () => {
    await using server = await serve(reflecting);
    const { status, stdout } = await runMain(["audit", `${server.url}/me`, ...fast]);
    expect(stdout).toContain(`D  ${server.url}/me\n   lets in whoever asks`);
    expect(stdout).toMatch(/high AUD-R1 Whatever origin asks is let in/);
    expect(stdout).toMatch(/any site that a user visits, in Chromium, Firefox, WebKit; reads as\n +the user/);
    expect(stdout).toMatch(/> Origin: https:\/\/c[a-z0-9]{8}\.example\n {5}< 200\n/);
    expect(stdout).toMatch(/1 URL, \d+ requests: 1 high\.\n$/);
    expect(status).toBe(1);
  });

  test("finds nothing in what is right", async () => {
    await using server = await serve(plain);
    const { status, stdout, stderr } = await runMain(["audit", server.url, ...fast]);
    expect(stdout).toMatch(/^A {2}http.*\n {3}lets no other site in · \d+ requests\n/);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("sends GET, HEAD and OPTIONS, and another method only if it is named", async () => {
    await using server = await serve(plain);
    await runMain(["audit", server.url, ...fast]);
    const methods = (): Set<string> => new Set(server.requests.map((line) => line.split(" ")[0]!));
    expect(methods()).toEqual(new Set(["GET", "HEAD", "OPTIONS"]));
    await runMain(["audit", server.url, ...fast, "--method", "POST"]);
    expect(methods()).toEqual(new Set(["GET", "HEAD", "OPTIONS", "POST"]));
  });

  test("sends no more than it may", async () => {
    await using server = await serve((request, response) => {
      const { origin } = request.headers;
      if (origin === "https://app.shop.test") response.setHeader("Access-Control-Allow-Origin", origin);
      response.end();
    });
    const argv = ["--origin", "https://app.shop.test", "--requests", "12"];
    const { json } = await audited(server.url, ...argv);
    expect(server.requests).toHaveLength(12);
    expect(json.reports[0]?.requests).toBe(12);
    expect(json.reports[0]?.notes.join(" ")).toContain("no more are allowed: not everything was asked");
  });

  test("keeps to its rate", async () => {
    await using server = await serve(plain);
    const start = performance.now();
    await runMain(["audit", server.url, "--private", "--requests", "6", "--rate", "20"]);
    expect(performance.now() - start).toBeGreaterThan(240);
  });

  test("tells who is signed in from who is not, and tells nobody how", async () => {
    await using server = await serve(reflecting);
    const secret = ["-H", "Cookie: session=s3cr3t-of-ada; theme=dark"];
    for (const format of ["--json", "--sarif", "--markdown", "--html", "--no-color"]) {
      const { stdout, status } = await runMain([
        "audit",
        `${server.url}/?token=s3cr3t-of-url`,
        ...fast,
        ...secret,
        format,
      ]);
      expect(stdout).toMatch(/critical|9\.5/);
      expect(stdout).not.toContain("s3cr3t");
      expect(status).toBe(1);
    }
  });

  test("takes secrets out wherever a server repeats them", async () => {
    await using server = await serve((request, response) => {
      const secret = String(request.headers["x-key"]);
      response.setHeader("Access-Control-Allow-Origin", `https://${secret}, https://b.test`);
      response.setHeader("Access-Control-Expose-Headers", `set-cookie, ${secret}`);
      response.end();
    });
    const { json } = await audited(server.url, "-H", "X-Key: s3cr3t-key");
    expect(json.reports[0]?.findings.map(({ code }) => code)).toContain("AUD-M1");
    expect(JSON.stringify(json)).not.toContain("s3cr3t");
  });

  test("writes a page for each hole", async () => {
    await using server = await serve(reflecting);
    await using folder = await temporaryFolder({});
    await runMain(["audit", `${server.url}/me`, ...fast, "--proofs", join(folder.path, "proofs")]);
    const [file] = await readdir(join(folder.path, "proofs"));
    expect(file).toMatch(/^aud-r1-[0-9a-f]{8}\.html$/);
    const page = await readFile(join(folder.path, "proofs", file!), "utf8");
    expect(page).toContain(`fetch("${server.url}/me", {"method":"GET","credentials":"include"})`);
  });
});

describe("a policy as what is meant", () => {
  const letting = (...origins: readonly string[]): ReturnType<typeof serve> =>
    serve((request, response) => {
      const { origin = "" } = request.headers;
      response.setHeader("Vary", "Origin");
      if (origins.includes(origin)) response.setHeader("Access-Control-Allow-Origin", origin);
      response.writeHead(request.headers.host?.startsWith("127.") === true ? 200 : 421).end();
    });

  test("finds who is let in besides, and who is not", async () => {
    await using server = await letting("https://app.shop.test", "https://old.shop.test");
    await using folder = await temporaryFolder({
      "policy.json": `{ "origins": ["https://app.shop.test", "https://new.shop.test"] }`,
    });
    const policy = ["--policy", join(folder.path, "policy.json"), "--origin", "https://old.shop.test"];
    const { json, status } = await audited(server.url, ...policy);
    expect(json.reports[0]?.findings.map(({ code, origins }) => [code, origins])).toEqual([
      ["AUD-I1", ["https://old.shop.test"]],
      ["AUD-I2", ["https://new.shop.test"]],
    ]);
    expect(status).toBe(1);
  });

  test("has nothing against a site that keeps it", async () => {
    await using server = await letting("https://app.shop.test", "http://localhost:3000");
    await using folder = await temporaryFolder({
      "policy.json": `{ "origins": ["https://app.shop.test", "http://localhost:3000"] }`,
    });
    const { json, status } = await audited(server.url, "--policy", join(folder.path, "policy.json"));
    expect(json.reports[0]?.findings).toEqual([]);
    expect(status).toBe(0);
  });
});

describe("a baseline", () => {
  test("lets what was there pass, and nothing new", async () => {
    await using server = await serve(reflecting);
    await using folder = await temporaryFolder({});
    const baseline = ["--baseline", join(folder.path, "baseline.json")];
    expect((await runMain(["audit", `${server.url}/me`, ...fast, ...baseline, "--write-baseline"])).status).toBe(0);
    const again = await runMain(["audit", `${server.url}/me`, ...fast, ...baseline]);
    expect(again.status).toBe(0);
    expect(again.stdout).toContain("1 known by the baseline");
    expect((await runMain(["audit", `${server.url}/other`, ...fast, ...baseline])).status).toBe(1);
  });

  test("and what fails a run can be told", async () => {
    await using server = await serve(reflecting);
    const status = async (...argv: readonly string[]): Promise<number> =>
      (await runMain(["audit", server.url, ...fast, ...argv])).status;
    expect(await status("--fail-on", "high")).toBe(1);
    expect(await status("--fail-on", "critical")).toBe(0);
  });
});

describe("reports", () => {
  const {
    $schema: _draft,
    id: _address,
    ...schema
  } = createRequire(import.meta.url)("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json") as Readonly<
    Record<string, unknown>
  >;
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

  test("as SARIF are what the schema asks for, also where it could not be found out", async () => {
    await using server = await serve(reflecting);
    const urls = [`${server.url}/a`, `${server.url}/b`, "http://127.0.0.1:9/"];
    const { stdout } = await runMain(["audit", ...urls, ...fast, "--sarif"]);
    const log: unknown = JSON.parse(stdout);
    expect({ valid: validate(log), errors: validate.errors }).toEqual({ valid: true, errors: null });
    expect(log).toMatchObject({
      runs: [{ results: [{ ruleId: "AUD-R1" }, { ruleId: "AUD-R1" }], invocations: [{ executionSuccessful: false }] }],
    });
  });

  test("as JSON are what docs/audit.schema.json says", async () => {
    await using server = await serve(reflecting);
    await using folder = await temporaryFolder({ "known.json": `{ "concorsBaseline": 1, "known": [] }` });
    const known = ["--baseline", join(folder.path, "known.json")];
    const { stdout } = await runMain(["audit", `${server.url}/a`, "http://127.0.0.1:9/", ...fast, ...known, "--json"]);
    const text = await readFile(new URL("../../../../docs/audit.schema.json", import.meta.url), "utf8");
    const isValid = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(text) as object);
    expect({ valid: isValid(JSON.parse(stdout)), errors: isValid.errors }).toEqual({ valid: true, errors: null });
  });

  test("as Markdown have a table and a section for each URL with findings", async () => {
    await using server = await serve(reflecting);
    const { stdout } = await runMain(["audit", `${server.url}/a_b`, ...fast, "--markdown"]);
    expect(stdout).toContain("| grade | URL | found |");
    expect(stdout).toContain("### AUD-R1: Any origin is repeated (high)");
    expect(stdout).toContain("a\\_b");
  });

  test("as HTML load nothing, and have a grade", async () => {
    await using server = await serve(reflecting);
    const { stdout } = await runMain(["audit", server.url, ...fast, "--html"]);
    expect(stdout).toContain(`aria-label="grade D"`);
    expect(stdout).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(stdout).not.toMatch(/<script|src=|@import|url\(/);
  });
});

describe("--policy", () => {
  const policy = { origins: ["https://app.shop.test"] };

  test("takes what concors config import writes", async () => {
    await using server = await serve(plain);
    await using folder = await temporaryFolder({ "site.json": JSON.stringify({ fallback: policy }) });
    const argv = [server.url, "--policy", join(folder.path, "site.json")];
    const { json } = await audited(...argv);
    expect(json.reports[0]!.findings.map(({ code }) => code)).toEqual(["AUD-I2"]);
  });

  test("says that it takes one policy, not several by path", async () => {
    const site = { routes: [{ prefix: "/a", policy }], fallback: policy };
    await using folder = await temporaryFolder({ "site.json": JSON.stringify(site) });
    const file = join(folder.path, "site.json");
    expect((await runMain(["audit", "http://a.test", "--policy", file])).stderr).toBe(
      `concors: ${file}: policies by path; an audit takes one: that of what is audited.\n`,
    );
  });

  test("says what is wrong with it, one thing beside the other", async () => {
    await using folder = await temporaryFolder({ "p.json": '{ "origins": ["https://a.test/"], "maxage": 5 }' });
    const file = join(folder.path, "p.json");
    expect((await runMain(["audit", "http://a.test", "--policy", file])).stderr).toMatch(/"maxAge"\?; origins\.0 /);
  });
});

describe("what cannot be asked", () => {
  const rows: readonly (readonly [name: string, argv: readonly string[], line: string])[] = [
    ["nothing to audit", [], "say what to audit: a URL, --list FILE (- for standard input) or --sitemap URL."],
    ["no URL", ["api.shop.test"], `"api.shop.test" is not a URL; did you mean https://api.shop.test?`],
    ["two formats", ["http://a.test", "--json", "--html"], "--json and --html: say one of them."],
    ["a rate that is none", ["http://a.test", "--rate", "x"], "--rate x: it takes a number from 0 to 1000."],
    ["no requests", ["http://a.test", "--requests", "0"], "--requests 0: it takes a number from 1 to 1000."],
    ["a header that is none", ["http://a.test", "-H", "s3cr3t"], "-H: a header has a colon between"],
    ["a header of ours", ["http://a.test", "-H", "Origin: https://b.test"], "-H Origin: the audit sets it itself."],
    ["an origin with a path", ["http://a.test", "--origin", "https://b.test/"], "not an origin; use https://b.test."],
    ["a severity that is none", ["http://a.test", "--fail-on", "bad"], "Allowed choices are critical, high, medium"],
    ["a list that is not there", ["--list", "nowhere.txt"], "--list nowhere.txt: there is no such file."],
    ["a folder for a list", ["--list", "."], "--list .: it is a folder."],
    ["a folder for a state", ["http://a.test", "--state", "."], "--state .: it is a folder."],
    [
      "a baseline where no folder is",
      ["http://a.test", "--baseline", "nowhere/known.json", "--write-baseline"],
      "--baseline nowhere/known.json: the folder that it would be in is not there.",
    ],
    [
      "a folder for a baseline to write",
      ["http://a.test", "--baseline", ".", "--write-baseline"],
      "--baseline .: it is a folder.",
    ],
    ["a worker without a queue", ["--worker"], "--worker: say by --queue redis://host:port where the URLs are."],
    ["a queue that is none", ["http://a.test", "--queue", "http://a"], "it takes the URL of a Redis"],
    [
      "a queue where nobody is",
      ["http://a.test", "--queue", "redis://127.0.0.1:9"],
      "there is no Redis at 127.0.0.1:9.",
    ],
    [
      "a baseline to write nowhere",
      ["http://a.test", "--write-baseline"],
      "say by --baseline FILE where it is written.",
    ],
    ["a policy that is none", ["http://a.test", "--policy", "package.json"], "package.json: "],
  ];
  test.each(rows)("%s: one line", async (_, argv, line) => {
    const { status, stdout, stderr } = await runMain(["audit", ...argv]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(line);
    expect(stderr.trimEnd()).not.toContain("\n");
    expect(stderr).not.toContain("s3cr3t");
  });
});
