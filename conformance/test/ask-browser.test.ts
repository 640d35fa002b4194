import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { askBrowser } from "../src/ask-browser.ts";
import type { InstalledBrowser } from "@concors/cli/real-browser";
import type { Scenario } from "../src/scenario.ts";
import { hasLoopbackAddresses } from "./loopback.ts";

const scenario: Scenario = {
  id: "one",
  kind: "simple",
  page: "A",
  nodes: { n0: { host: "B", actual: { status: 200, headers: [["Access-Control-Allow-Origin", "*"]], body: "body" } } },
  steps: [{ node: "n0" }],
};

/** A program that stands in for a browser; it is given the page's URL. */
function program(script: string): InstalledBrowser {
  return {
    file: process.execPath,
    open: async (url) => ({ file: process.execPath, args: ["--input-type=module", "-e", script, url] }),
  };
}

/** What the page does, for the scenarios of this file. */
const wellBehaved = `
  const at = (path) => new URL(path, process.argv[1]);
  for (;;) {
    const { id, steps } = await (await fetch(at("/next"))).json();
    for (const { url, method } of steps) await fetch(url, { method, headers: { Origin: at("/").origin } });
    const seen = steps.map(({ url }) => ({ ok: true, type: "cors", status: 200, url, redirected: false, headers: {} }));
    await fetch(at("/result"), { method: "POST", body: JSON.stringify({ id, steps: seen }) });
  }`;

/** Zombies, which nobody but their parent can end, not counted. */
function isRunning(pid: string): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" });
  return !/^(?:Z|\s*$)/.test(stdout);
}

describe.skipIf(!hasLoopbackAddresses)("askBrowser", () => {
  test("a browser is asked, and what arrived is recorded", async () => {
    const observations = await askBrowser("chromium", [scenario], { installed: program(wellBehaved) });
    expect(observations).toEqual([
      {
        id: "one",
        steps: [{ ok: true, type: "cors", status: 200, url: "n0", redirected: false, headers: {} }],
        wire: [{ node: "n0", method: "GET", origin: "A" }],
      },
    ]);
  });

  test("a missing browser is told by one line with the command that installs it", async () => {
    const asked = askBrowser("webkit", [scenario], { installed: { file: null, install: "apt-get install it" } });
    await expect(asked).rejects.toThrow(/^webkit is not installed: apt-get install it$/);
  });

  test("a browser that ends is told by one line", async () => {
    const asked = askBrowser("firefox", [scenario], { installed: program("process.exit(3)") });
    await expect(asked).rejects.toThrow(/^firefox ended \(exit status 3\) after 0 of 1 scenarios$/);
  });

  test("a program that cannot be started is told by one line", async () => {
    const installed: InstalledBrowser = { file: "/nowhere", open: async () => ({ file: "/nowhere", args: [] }) };
    await expect(askBrowser("firefox", [scenario], { installed })).rejects.toThrow(
      /^firefox ended \(spawn \/nowhere ENOENT\) after 0 of 1 scenarios$/,
    );
  });

  test("a browser that falls silent is told by one line, and nothing of it is left", async () => {
    const folder = await mkdtemp(join(tmpdir(), "concors-silence-"));
    const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);";
    const script = `
      import { spawn } from "node:child_process";
      import { writeFileSync } from "node:fs";
      const child = spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}]);
      writeFileSync(process.argv[1], process.pid + " " + child.pid);
      ${stubborn}`;
    let profile = "";
    const asked = askBrowser("webkit", [scenario], {
      patience: 3000,
      installed: {
        file: process.execPath,
        async open(_url, folderOfProfile) {
          profile = folderOfProfile;
          return { file: process.execPath, args: ["--input-type=module", "-e", script, join(folder, "pids")] };
        },
      },
    });
    await expect(asked).rejects.toThrow(/^webkit said nothing for 3 s, after 0 of 1 scenarios$/);
    const pids = (await readFile(join(folder, "pids"), "utf8")).split(" ");
    await rm(folder, { recursive: true });
    expect(existsSync(profile)).toBe(false);
    expect(pids).toHaveLength(2);
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test("who asked can stop it", async () => {
    const stop = new AbortController();
    const asked = askBrowser("chromium", [scenario], {
      installed: program("setInterval(() => {}, 1000)"),
      signal: stop.signal,
    });
    setTimeout(() => stop.abort(), 100);
    await expect(asked).rejects.toThrow(/^chromium was stopped after 0 of 1 scenarios$/);
  });
});
