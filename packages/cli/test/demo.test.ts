import { connect } from "node:net";
import { expect, test } from "vitest";
import { runMain } from "./run-main.ts";

test("the demo shows a blocked request, the same one mended, and what to try next; and leaves nothing running", async () => {
  const { status, stderr, stdout } = await runMain(["demo"]);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("blocked[CORS-P01]");
  expect(stdout).toContain("allowed: ");
  expect(stdout).toContain("npx concors check https://api.example.com/items --from https://app.example.com");
  const [, port = ""] = /an API at http:\/\/127\.0\.0\.1:(\d+)/.exec(stdout) ?? [];
  expect(await isOpen(Number(port))).toBe(false);
});

test("demo --keep stays until it is ended, and every command that it names does what it is for", async () => {
  let stdout = "";
  const statuses: number[] = [];
  const { status } = await runMain(["demo", "--keep"], {
    write: (text) => void (stdout += text),
    interrupted: async () => {
      const commands = [...stdout.matchAll(/^ {2}npx concors (check .*)$/gm)].map(([, command = ""]) =>
        command.split(" "),
      );
      for (const argv of commands) statuses.push((await runMain(argv)).status);
      const [, site = ""] = /open (\S+) in a browser/.exec(stdout) ?? [];
      expect(await (await fetch(site)).text()).toContain("concors demo");
    },
  });
  expect(status).toBe(0);
  expect(statuses).toEqual([1, 1, 1, 1]);
});

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
