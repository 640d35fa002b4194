import { spawnSync } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { runMain } from "./run-main.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const nginx = `http {
  map $http_origin $allowed {
    default "";
    "~https://app.example.com" $http_origin;
  }
  server {
    add_header Access-Control-Allow-Origin $allowed;
    add_header Access-Control-Allow-Credentials true;
    location / { root /srv; }
  }
}
`;

const express = `import cors from "cors";
app.use(cors({ origin: true, credentials: true }));\n`;

const clean = `import cors from "cors";
app.use(cors({ origin: ["https://app.example.com"] }));\n`;

interface Found {
  readonly code: string;
  readonly path: string;
}

async function codesIn(paths: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runMain(["lint", ...paths, "--format", "json"]);
  return (JSON.parse(stdout) as readonly Found[]).map(({ code }) => code);
}

describe("concors lint", () => {
  test("shows the place, what it does and what to write, worst first", async () => {
    await using folder = await temporaryFolder({ "app.js": express, "nginx.conf": nginx });
    const { status, stdout } = await runMain(["lint", folder.path]);
    expect(stdout).toContain(`security ${join(folder.path, "app.js")}:2:24 reflects-any-origin\n`);
    expect(stdout).toContain(
      "  2 | app.use(cors({ origin: true, credentials: true }));\n    |                        ^^^^\n",
    );
    expect(stdout.indexOf("\nsecurity ")).toBeLessThan(stdout.indexOf("\nbreaks "));
    expect(stdout).toMatch(/\d+ security, \d+ breaks, \d+ cache.* in 2 files\.\n$/);
    expect(status).toBe(1);
  });

  test("finds nothing in what is right", async () => {
    await using folder = await temporaryFolder({ "app.js": clean });
    expect(await runMain(["lint", join(folder.path, "app.js")])).toEqual({
      status: 0,
      stdout: "Nothing is wrong in 1 file.\n",
      stderr: "",
    });
  });

  test("does not say that what it cannot understand is right", async () => {
    await using folder = await temporaryFolder({ "compose.yaml": "x-cors: is somewhere else\n" });
    expect(await runMain(["lint", join(folder.path, "compose.yaml")])).toEqual({
      status: 0,
      stdout: "Nothing is said about CORS in 1 file that could be understood.\n",
      stderr: "",
    });
  });

  test("mends what it is sure of, until there is no more", async () => {
    await using folder = await temporaryFolder({ "nginx.conf": nginx });
    const file = join(folder.path, "nginx.conf");
    const before = await codesIn([file]);
    await runMain(["lint", file, "--fix"]);
    const after = await codesIn([file]);
    expect(before).toContain("expression-without-end");
    expect(before).toContain("expression-dot-unescaped");
    expect(before).toContain("headers-missing-on-errors");
    for (const code of ["expression-without-end", "expression-dot-unescaped", "headers-missing-on-errors"])
      expect(after).not.toContain(code);
    expect(await readFile(file, "utf8")).toContain(String.raw`https://app\.example\.com$`);
  });

  test("leaves out what is accepted, and says so", async () => {
    const bucket = JSON.stringify([{ AllowedMethods: ["GET"], AllowedOrigins: ["*.example.com"] }]);
    await using folder = await temporaryFolder({
      "cors.json": bucket,
      "app.js": `// concors accepts reflects-any-origin\n${express}`,
    });
    const { status, stdout } = await runMain(["lint", folder.path, "--accept", "expression-without-start"]);
    expect(stdout).toMatch(
      /\nNothing is wrong in 2 files\. Accepted: reflects-any-origin, expression-without-start\.\n$/,
    );
    expect(status).toBe(0);
  });

  test("says what a server cannot do, whatever is written, and does not count it", async () => {
    const bucket = JSON.stringify([{ AllowedMethods: ["GET"], AllowedOrigins: ["https://app.example.com"] }]);
    await using folder = await temporaryFolder({ "cors.json": bucket });
    const file = join(folder.path, "cors.json");
    const { status, stdout } = await runMain(["lint", file]);
    expect(stdout.replaceAll(/\s+/g, " ")).toBe(
      `limit ${file}:1:2 vary-missing Amazon S3 sends Vary: Origin not always, so a shared cache may hand one site's answer to another: let caches in front of it keep answers by Origin. Nothing in the file could change that, so it does not count. Nothing is wrong in 1 file. `,
    );
    expect(status).toBe(0);
    expect(await codesIn([file])).toEqual([]);
    const sarif = await runMain(["lint", file, "--format", "sarif"]);
    expect(JSON.parse(sarif.stdout)).toMatchObject({ runs: [{ results: [{ kind: "informational" }] }] });
    expect(sarif.status).toBe(0);
  });

  test("says once what the server of several files cannot do", async () => {
    const bucket = JSON.stringify([{ AllowedMethods: ["GET"], AllowedOrigins: ["https://app.example.com"] }]);
    const names = [1, 2, 3, 4].map((number) => `cors-${number}.json`);
    await using folder = await temporaryFolder(Object.fromEntries(names.map((name) => [name, bucket])));
    const { status, stdout } = await runMain(["lint", folder.path]);
    expect(stdout.match(/Amazon S3 sends/g)).toHaveLength(1);
    expect(stdout).toMatch(/cors-3\.json:1:2 and 1 more vary-missing$/m);
    expect(stdout).toMatch(/\nNothing is wrong in 4 files\.\n$/);
    expect(status).toBe(0);
  });

  test("accepts nothing that there is not", async () => {
    const { status, stderr } = await runMain(["lint", "nginx.conf", "--accept", "vary-mising"]);
    expect(stderr).toMatch(
      /^concors: option '--accept <code>' argument 'vary-mising' is invalid. docs\/lint.md has all codes.$/m,
    );
    expect(status).toBe(2);
  });

  test.each(["nginx", "s3", "azure-storage", "vercel", "iis", "cloudfront", "ingress-nginx"])(
    "finds nothing in what was generated for %s, and nothing has to be accepted",
    async (target) => {
      await using folder = await temporaryFolder({});
      const policy = ["--origin", "https://app.example.com", "--method", "PUT", "--credentials"];
      const { stderr } = await runMain(["config", target, ...policy, "--allow-wider", "--out", folder.path]);
      expect(stderr).not.toContain("--accept");
      const { status, stdout } = await runMain(["lint", folder.path]);
      expect(stdout).toMatch(/(?:^|\n)Nothing is wrong in \d files?\.\n$/);
      expect(status).toBe(0);
    },
  );

  const hasCaddy = process.env["CI"] === "true" || spawnSync("caddy", ["version"]).status === 0;
  if (!hasCaddy)
    console.warn("No Caddyfile is read, since Caddy, which reads it, is not installed: apt-get install caddy");

  test.skipIf(!hasCaddy)("reads a Caddyfile as Caddy does", async () => {
    const text =
      ":80 {\n  header Access-Control-Allow-Origin {http.request.header.Origin}\n  header Access-Control-Allow-Credentials true\n}\n";
    await using folder = await temporaryFolder({ Caddyfile: text, "Caddyfile.prod": text });
    const { status, stdout } = await runMain(["lint", folder.path]);
    expect(stdout).toMatch(/^security .*Caddyfile \(adapted\):\d+:\d+\s+reflects-any-origin$/m);
    expect(stdout).toMatch(/^security .*Caddyfile\.prod \(adapted\):\d+:\d+\s+reflects-any-origin$/m);
    expect(status).toBe(1);
  });

  test("prints SARIF, for those who show it beside the code", async () => {
    await using folder = await temporaryFolder({ "app.js": express });
    const { stdout, status } = await runMain(["lint", join(folder.path, "app.js"), "--format", "sarif"]);
    expect(JSON.parse(stdout)).toMatchObject({
      version: "2.1.0",
      runs: [{ results: [{ ruleId: "reflects-any-origin", level: "error" }] }],
    });
    expect(status).toBe(1);
  });

  const rows: readonly (readonly [
    name: string,
    files: Readonly<Record<string, string>>,
    argument: string,
    line: string,
  ])[] = [
    ["no file", {}, "nowhere.conf", "nowhere.conf: there is no such file."],
    [
      "a folder of nothing that is read",
      { "a.txt": "" },
      "",
      "nothing in it is configuration or code that is read here.",
    ],
    [
      "a file of no language that is read",
      { "a.txt": "Origin" },
      "a.txt",
      "a.txt: it is in no language that is read here.",
    ],
    ["a file that is cut off", { "nginx.conf": "http { server {" }, "nginx.conf", "nginx.conf:1:"],
    ["a file for a folder", { "nginx.conf": "" }, "nginx.conf/a.conf", "a.conf: there is no such file."],
  ];
  test.each(rows)("%s: one line", async (_, files, argument, line) => {
    await using folder = await temporaryFolder(files);
    const { status, stdout, stderr } = await runMain(["lint", join(folder.path, argument)]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(line);
    expect(stderr.trimEnd()).not.toContain("\n");
  });
});

describe("a file that is not UTF-8", () => {
  const text = "server {\r\n  # caf\xe9\r\n  add_header Access-Control-Allow-Origin *;\r\n}\r\n";
  const mended = text.replace("*;", "* always;");
  const rows: readonly (readonly [name: string, encode: (text: string) => Buffer])[] = [
    ["Latin-1", (value) => Buffer.from(value, "latin1")],
    ["UTF-16, as Windows PowerShell writes it", (value) => Buffer.from(`\uFEFF${value}`, "utf16le")],
    ["UTF-8 with a mark before it", (value) => Buffer.from(`\uFEFF${value}`)],
  ];
  test.each(rows)("%s: --fix changes what it mends, and no other byte", async (_, encode) => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "nginx.conf");
    await writeFile(file, encode(text));
    const { status, stdout } = await runMain(["lint", file, "--fix"]);
    expect([status, stdout.split("\n", 1)[0]]).toEqual([0, `mended ${file}: headers-missing-on-errors`]);
    expect(await readFile(file)).toEqual(encode(mended));
  });
});

describe("what the system does not let be read", () => {
  test("a link to itself: one line", async () => {
    await using folder = await temporaryFolder();
    const link = join(folder.path, "nginx.conf");
    await symlink(link, link);
    expect(await runMain(["lint", link])).toEqual({
      status: 2,
      stdout: "",
      stderr: `concors: ${link}: it cannot be read.\n`,
    });
  });

  // Nothing is anybody else's to root.
  test.each(process.getuid?.() === 0 ? [] : ["somebody else's folder"])("%s: one line", async () => {
    await using folder = await temporaryFolder({ "nginx.conf": "" });
    const inner = join(folder.path, "inner");
    await mkdir(inner, { mode: 0 });
    expect(await runMain(["lint", folder.path])).toEqual({
      status: 2,
      stdout: "",
      stderr: `concors: ${inner}: it is not yours to read.\n`,
    });
  });
});
