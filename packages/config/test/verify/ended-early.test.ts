import { rigFor, verify } from "@concors/config/verify";
import { expect, test } from "vitest";

test("a server that was started is stopped when the one who asks is ended", async () => {
  const said: string[] = [];
  const ending = new AbortController();
  const rig = {
    ...rigFor("nginx"),
    start: ({ upstreamPort }: { readonly upstreamPort: number }) => {
      said.push("started");
      ending.abort(new Error("Ctrl+C"));
      return Promise.resolve({
        port: upstreamPort,
        folder: "",
        stop: () => {
          said.push("stopped");
          return Promise.resolve();
        },
      });
    },
  };
  const verified = verify("nginx", { origins: ["https://app.example.com"] }, { rig, signal: ending.signal });
  await expect(verified).rejects.toThrow("Ctrl+C");
  expect(said).toEqual(["started", "stopped"]);
});
