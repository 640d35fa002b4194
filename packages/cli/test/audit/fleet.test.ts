import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/audit/entry.ts";
import { progressLine } from "../../src/audit/progress.ts";
import { parseSitemap } from "../../src/audit/sitemap.ts";
import { runMain } from "../run-main.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { startProgram } from "./program.ts";
import { plain, reflecting, serve } from "./serve.ts";

const fast = ["--private", "--rate", "0"];

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

describe("2,000 URLs", () => {
  const urls = 2000;
  const budget = 4;

  test("are audited once each, by no more requests than promised, in little memory, and on after SIGKILL", async () => {
    await using server = await serve(reflecting);
    const list = Array.from({ length: urls }, (_, index) => `${server.url}/item/${index}`).join("\n");
    await using folder = await temporaryFolder({ "urls.txt": list });
    const state = join(folder.path, "state.jsonl");
    const argv = ["audit", ...fast, "--list", join(folder.path, "urls.txt"), "--state", state];
    const options = ["--requests", String(budget), "--concurrency", "16"];

    const first = startProgram([...argv, ...options], 64);
    while (linesOf(await readFile(state, "utf8").catch(() => "")).length < 400) await setTimeout(20);
    first.child.kill("SIGKILL");
    expect((await first.ended).status).toBeNull();
    // What was being written then may be half a line.
    await appendFile(state, `{"key":"0123456789`);
    const before = linesOf(await readFile(state, "utf8")).length;
    const asked = server.requests.length;

    const second = await startProgram([...argv, ...options], 64).ended;
    expect({ status: second.status, stderr: second.stderr }).toEqual({ status: 1, stderr: "" });
    expect(second.stdout.match(/^D {2}http/gm)).toHaveLength(urls);
    expect(second.stdout).toContain(`${urls} URLs, `);

    const [, ...entries] = linesOf(await readFile(state, "utf8")).map((line) => JSON.parse(line) as Entry);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(urls);
    expect(entries).toHaveLength(urls);
    // What was done was not asked again; what was under way was.
    expect(server.requests.length - asked).toBeLessThanOrEqual((urls - before + 2) * budget);
    expect(server.requests.length).toBeLessThanOrEqual((urls + 16) * budget);
  }, 120_000);
});

describe("a state", () => {
  test("is of the same questions, or is not gone on with", async () => {
    await using server = await serve(plain);
    await using folder = await temporaryFolder({ "other.txt": "x\n" });
    const state = join(folder.path, "state.jsonl");
    const run = (...argv: readonly string[]): ReturnType<typeof runMain> =>
      runMain(["audit", server.url, ...fast, "--requests", "5", ...argv]);
    expect((await run("--state", state)).status).toBe(0);
    const asked = server.requests.length;
    expect((await run("--state", state)).stdout).toContain("1 URL, 5 requests");
    expect(server.requests).toHaveLength(asked);
    const other = await run("--state", state, "--origin", "https://app.shop.test");
    expect(other.stderr).toMatch(
      /state\.jsonl: it was written with other options; say the same ones, or another file\.\n/,
    );
    expect((await run("--state", join(folder.path, "other.txt"))).stderr).toContain(
      "that is not the state of an audit.",
    );
    expect(await readFile(state, "utf8")).not.toContain("topsecret");
  });

  test("asks again what could not be found out", async () => {
    await using folder = await temporaryFolder({});
    const state = join(folder.path, "state.jsonl");
    let isDown = true;
    await using server = await serve((request, response) => {
      if (isDown) request.destroy();
      else plain(request, response);
    });
    const run = (): ReturnType<typeof runMain> => runMain(["audit", server.url, ...fast, "--state", state]);
    expect((await run()).status).toBe(2);
    isDown = false;
    expect((await run()).status).toBe(0);
    const asked = server.requests.length;
    expect((await run()).stdout).toMatch(/^1 URL, \d+ requests: nothing to mend\.$/m);
    expect(server.requests).toHaveLength(asked);
  });

  test("holds no secret", async () => {
    await using server = await serve(reflecting);
    await using folder = await temporaryFolder({});
    const state = join(folder.path, "state.jsonl");
    await runMain(["audit", `${server.url}/?token=s3cr3t`, ...fast, "-H", "Cookie: id=s3cr3t-id", "--state", state]);
    expect(await readFile(state, "utf8")).toContain("AUD-R1");
    expect(await readFile(state, "utf8")).not.toContain("s3cr3t");
  });
});

describe("a list", () => {
  test("has a URL a line, each asked once, and comments", async () => {
    await using server = await serve(plain);
    await using folder = await temporaryFolder({
      "urls.txt": `# ours\n${server.url}/a\r\n\n  ${server.url}/b  \n${server.url}/a#again\n`,
    });
    const { stdout } = await runMain(["audit", "--list", join(folder.path, "urls.txt"), ...fast]);
    expect(stdout).toContain("2 URLs, ");
  });

  test("that came out empty is no clean site", async () => {
    await using folder = await temporaryFolder({ "urls.txt": "# none yet\n" });
    const list = join(folder.path, "urls.txt");
    expect(await runMain(["audit", "--list", list, ...fast])).toEqual({
      status: 2,
      stdout: "",
      stderr: `concors: --list ${list}: there is no URL in it.\n`,
    });
  });

  test("says where it is wrong", async () => {
    await using folder = await temporaryFolder({ "urls.txt": "\nnot a url\n" });
    const { stderr, status } = await runMain(["audit", "--list", join(folder.path, "urls.txt"), ...fast]);
    expect(stderr).toMatch(/urls\.txt:2: "not a url" is not a URL\.\n$/);
    expect(status).toBe(2);
  });
});

describe("a sitemap", () => {
  test("names pages, and other sitemaps, zipped or not", async () => {
    await using server = await serve((request, response) => {
      const root = `http://${request.headers.host}`;
      if (request.url === "/sitemap.xml")
        response.end(`<sitemapindex><sitemap><loc>${root}/pages.xml.gz</loc></sitemap></sitemapindex>`);
      else if (request.url === "/pages.xml.gz")
        response.end(
          gzipSync(`<urlset><url><loc> ${root}/a?x=1&amp;y=2 </loc></url><url><loc>${root}/b</loc></url></urlset>`),
        );
      else plain(request, response);
    });
    const { stdout } = await runMain(["audit", "--sitemap", `${server.url}/sitemap.xml`, ...fast]);
    expect(stdout).toContain("/a?x=1&y=2\n");
    expect(stdout).toContain("2 URLs, ");
  });

  const rows: readonly (readonly [name: string, body: string | Buffer, line: string])[] = [
    ["no XML", "<html><br>", "that is not XML."],
    ["an entity of its own", `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`, "that is not XML."],
    ["a zip bomb", gzipSync(Buffer.alloc(70 * 1024 * 1024)), "it is longer than a sitemap may be"],
  ];
  test.each(rows)("%s: one line", async (_, body, line) => {
    await using server = await serve((_request, response) => void response.end(body));
    const { stderr, status } = await runMain(["audit", "--sitemap", `${server.url}/sitemap.xml`, ...fast]);
    expect(stderr).toContain(line);
    expect({ status, lines: linesOf(stderr).length }).toEqual({ status: 2, lines: 1 });
  });

  test("other tags of the same name are none of its", () => {
    const text = `<urlset><url><loc>http://a.test/</loc><image><loc>http://b.test/i.png</loc></image></url></urlset>`;
    expect(parseSitemap(text, "x")).toEqual({ pages: ["http://a.test/"], sitemaps: [] });
  });
});

describe("progress", () => {
  test("is a line on the terminal of errors, and none elsewhere", async () => {
    await using server = await serve(plain);
    const terminal = { isTerminal: false, columns: 80, rows: 24 };
    expect((await runMain(["audit", server.url, ...fast])).stderr).toBe("");
    const seen = await runMain(["audit", server.url, ...fast], { terminal: { ...terminal, isErrorTerminal: true } });
    expect(seen.stderr).toContain(`\r${progressLine(0, 1, 0)}\u001b[K`);
    expect(seen.stderr.endsWith("\r\u001b[K")).toBe(true);
  });

  test("says how many there are, when that is known", () => {
    expect(progressLine(6, 12, 1)).toBe(`[${"=".repeat(12)}${" ".repeat(12)}] 6 of 12 URLs, 1 finding`);
    expect(progressLine(6, null, 0)).toBe("6 URLs, 0 findings");
  });
});
