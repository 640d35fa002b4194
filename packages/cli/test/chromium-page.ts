import { spawn, spawnSync } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { temporaryFolder } from "./temporary-folder.ts";

/** Why there is no Chromium; null if there is one, or has to be. */
export const missingChromium: string | null =
  process.env["CI"] === "true" || spawnSync("chromium", ["--version"]).status === 0 ? null : "apt-get install chromium";

/** A page in Chromium. */
export interface ChromiumPage extends AsyncDisposable {
  /** What an expression gives, once it is no promise any more. */
  readonly evaluate: (expression: string) => Promise<unknown>;
}

const flags = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--window-size=360,800",
  "--remote-debugging-pipe",
];

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

type Send = (method: string, params?: object) => Promise<Readonly<Record<string, unknown>>>;

/** Opens a URL in a browser of its own, which goes away with the block that it is declared in. */
export async function openChromium(url: string): Promise<ChromiumPage> {
  const folder = await temporaryFolder();
  // NB: It is told what to do through two more pipes, so that there is no port which another program could use.
  const browser = spawn("chromium", [...flags, `--user-data-dir=${folder.path}`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  // With its pipes: what it started may still write into its folder until then.
  const gone = new Promise<void>((resolve) => browser.once("close", () => resolve()));
  const [, , , input, output] = browser.stdio as unknown as [null, null, null, Writable, Readable];
  const call = callsOver(input, output);
  const { targetId } = await call("")("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await call("")("Target.attachToTarget", { targetId, flatten: true });
  const send = call(String(sessionId));
  await send("Page.enable");
  const evaluate = async (expression: string): Promise<unknown> => {
    const given = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (given["exceptionDetails"] !== undefined) throw new Error(JSON.stringify(given["exceptionDetails"]));
    return (given["result"] as { readonly value?: unknown }).value;
  };
  await send("Page.navigate", { url });
  while ((await evaluate("document.readyState + location.protocol")) !== "completehttp:")
    await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    evaluate,
    async [Symbol.asyncDispose]() {
      await call("")("Browser.close");
      await gone;
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** The DevTools protocol: each message ends with a zero byte. */
function callsOver(input: Writable, output: Readable): (sessionId: string) => Send {
  const waiting = new Map<number, (reply: Reply) => void>();
  let rest = "";
  output.setEncoding("utf8").on("data", (text: string) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop() ?? "";
    for (const message of messages) {
      const reply = JSON.parse(message) as Reply;
      if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
    }
  });
  input.on("error", () => {});
  return (sessionId) => (method, params) =>
    new Promise((resolve, reject) => {
      const id = waiting.size + 1;
      waiting.set(id, ({ error, result }) =>
        error === undefined ? resolve(result ?? {}) : reject(new Error(`${method}: ${error.message}`)),
      );
      const session = sessionId === "" ? {} : { sessionId };
      input.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    });
}
