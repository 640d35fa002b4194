import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { WebSocket } from "undici";
import { freePort } from "../../../config/src/verify/free-port.ts";
import { findBrowser, ProcessGroup } from "../../src/real-browser/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import type { ConsoleLine, LiveOptions, LivePage } from "./live-page.ts";

/** What the inspector says, as far as it matters here. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: {
    /** Of a console; or packed, of a target. */
    readonly message?: string | { readonly text: string; readonly url?: string };
    readonly targetInfo?: { readonly targetId: string };
  };
  readonly result?: unknown;
}

/** WebKitGTK's MiniBrowser, by what its Web Inspector speaks. */
export async function openWebKit(url: string, options: LiveOptions): Promise<LivePage> {
  const installed = findBrowser("webkit");
  if (installed.file === null) throw new Error("WebKitGTK is not installed.");
  const port = await freePort();
  const filter = [{ trigger: { "url-filter": options.blocked ?? "nothing" }, action: { type: "block" } }];
  const folder = await temporaryFolder({ "filter.json": JSON.stringify(filter) });
  const flags = [
    "--enable-developer-extras=true",
    ...(options.blocked === undefined ? [] : [`--content-filter=${join(folder.path, "filter.json")}`]),
  ];
  const group = await ProcessGroup.start(async (home) => {
    const command = await installed.open(url, home);
    const environment = { ...command.environment, WEBKIT_INSPECTOR_HTTP_SERVER: `127.0.0.1:${port}` };
    return { ...command, args: [...command.args.slice(0, -1), ...flags, url], environment };
  });
  const dispose = async (): Promise<void> => {
    await group.stop();
    await folder[Symbol.asyncDispose]();
  };
  try {
    const inspector = await inspectorAt(port);
    return Object.assign(await pageOf(inspector, url), { [Symbol.asyncDispose]: dispose });
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** What the page's own script says to us. */
const ownWords = "concors-end ";

async function pageOf(inspector: Inspector, url: string): Promise<Omit<LivePage, typeof Symbol.asyncDispose>> {
  const lines: ConsoleLine[] = [];
  let at = 0;
  let ended = (_result: string): void => {};
  inspector.onLine = (text, about) => {
    if (text.startsWith(ownWords)) ended(text.slice(ownWords.length));
    else lines.push({ text, url: about, at });
  };
  const arrive = async (there: string): Promise<void> => {
    while ((await inspector.evaluate("document.readyState + location.href")) !== `complete${there}`)
      await setTimeout(20);
  };
  await arrive(url);
  return {
    lines,
    get begun() {
      return at;
    },
    goTo: async (next) => {
      await inspector.evaluate(`void (location.href = ${JSON.stringify(next)})`);
      await arrive(next);
    },
    run: async (body) => {
      at++;
      const end = new Promise<string>((resolve) => {
        ended = resolve;
      });
      const script = `(async () => { ${body} })().then(String, String)`;
      await inspector.evaluate(`void ${script}.then((result) => console.log(${JSON.stringify(ownWords)} + result))`);
      return end;
    },
  };
}

interface Inspector {
  onLine: (text: string, url: string) => void;
  readonly evaluate: (expression: string) => Promise<unknown>;
}

async function inspectorAt(port: number): Promise<Inspector> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/${await targetAt(port)}`);
  const waiting = new Map<number, (result: unknown) => void>();
  let target = "";
  let id = 0;
  const send = (method: string, params: object = {}): Promise<unknown> =>
    new Promise((resolve) => {
      waiting.set(++id, resolve);
      const message = JSON.stringify({ id, method, params });
      const packed = { id: ++id, method: "Target.sendMessageToTarget", params: { targetId: target, message } };
      socket.send(JSON.stringify(packed));
    });
  const inspector: Inspector = {
    onLine: () => {},
    evaluate: async (expression) => {
      const given = (await send("Runtime.evaluate", { expression, returnByValue: true })) as {
        readonly result?: { readonly value?: unknown };
      };
      return given.result?.value;
    },
  };
  const take = ({ id: of, method, params, result }: Message): void => {
    if (of !== undefined) waiting.get(of)?.(result);
    const line = params?.message;
    if (method === "Console.messageAdded" && typeof line === "object") inspector.onLine(line.text, line.url ?? "");
  };
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("error", () => reject(new Error("The Web Inspector cannot be reached.")));
    socket.addEventListener("message", ({ data }) => {
      const { method, params } = JSON.parse(String(data)) as Message;
      if (method === "Target.targetCreated" && params?.targetInfo !== undefined) {
        target = params.targetInfo.targetId;
        resolve();
      }
      const packed = params?.message;
      if (method === "Target.dispatchMessageFromTarget" && typeof packed === "string")
        take(JSON.parse(packed) as Message);
    });
  });
  await send("Console.enable");
  return inspector;
}

/** Where the page's inspector is, once there is a page. */
async function targetAt(port: number): Promise<string> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const list = await fetch(`http://127.0.0.1:${port}/`).then(
      (response) => response.text(),
      () => "",
    );
    const [path] = /socket\/\d+\/\d+\/WebPage/.exec(list) ?? [];
    if (path !== undefined) return path;
    await setTimeout(50);
  }
  throw new Error("WebKitGTK does not open its page.");
}
