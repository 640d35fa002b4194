import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redactText } from "@concors/explain";
import type { ConsoleReading, EngineOutcome, Report } from "@concors/explain";
import { serve } from "../../../browser/test/support/servers.ts";
import { runMain } from "../run-main.ts";
import type { Served } from "../audit/serve.ts";
import { serve as serveForAll } from "../audit/serve.ts";
import type { AnswerRow } from "./answers.ts";
import { answering, answersTo } from "./answers.ts";
import type { ConsoleLine, LivePage } from "./live-page.ts";
import { missing, openLive } from "./open-live.ts";

/** What a page asks for, as a check is told. */
function initOf(argv: readonly string[]): object {
  const init: Record<string, unknown> = {};
  const names: Readonly<Record<string, string>> = {
    "-X": "method",
    "--credentials": "credentials",
    "--redirect": "redirect",
    "--mode": "mode",
  };
  for (let at = 0; at < argv.length; at += 2) {
    const [option, value] = argv.slice(at, at + 2) as [string, string];
    const name = names[option];
    if (name !== undefined) init[name] = value;
    if (option === "-H") init["headers"] = [value.split(": ")];
  }
  return init;
}

/** The script of a page, or of a frame without an origin in it. */
function scriptFor(url: string, { argv }: AnswerRow): string {
  const asked = `fetch(${JSON.stringify(url)}, ${JSON.stringify(initOf(argv))}).then(({ status }) => status)`;
  if (!argv.includes("null")) return `return ${asked};`;
  const inner = `<script>${asked}.then(String, String).then((said) => parent.postMessage(said, "*"))</script>`;
  return `const frame = document.createElement("iframe");
    frame.sandbox = "allow-scripts";
    frame.srcdoc = ${JSON.stringify(inner).replaceAll("</", String.raw`<\/`)};
    const said = new Promise((resolve) => addEventListener("message", ({ data }) => resolve(data), { once: true }));
    document.body.append(frame);
    return said;`;
}

/** The ports of every row so far: a line that is about another one is not about this. */
const ports = new Set<number>();

/** Lines come when they come: Firefox tells of a preflight's failure twice, and the second time late. */
async function linesAbout(live: LivePage, port: number, expected: number): Promise<readonly string[]> {
  ports.add(port);
  const at = live.begun;
  const isOurs = (line: ConsoleLine): boolean => {
    const about = [...ports].find((one) => `${line.text} ${line.url}`.includes(`:${one}/`));
    // A port may have been another row's before.
    return line.at === at && (about === undefined || about === port);
  };
  const ours = (): readonly string[] => live.lines.filter(isOurs).map(({ text }) => redactText(text));
  for (let attempt = 0; attempt < 60 && ours().length < expected; attempt++) await setTimeout(50);
  return ours();
}

/** Where a browser's words are those of another cause: Chromium says of both that it is the scheme. */
const asWritten: Readonly<Record<string, string>> = { "a redirect to foo: in chromium": "CORS-S01" };

describe.each(["chromium", "firefox", "webkit"] as const)("%s does and says what is explained:", (browser) => {
  const install = missing(browser);
  if (install !== null) console.warn(`${browser} is not asked about the table of causes: ${install}`);
  let site: Served;
  let live: LivePage;

  beforeAll(async () => {
    if (install !== null) return;
    site = await serveForAll(
      (_request, response) => void response.setHeader("Content-Type", "text/html").end("<body>"),
    );
    live = await openLive(browser, `http://localhost:${site.port}/`);
  });

  afterAll(async () => {
    await live?.[Symbol.asyncDispose]();
    await site?.[Symbol.asyncDispose]();
  });

  const names = answersTo("http://localhost:3000").map(({ name }, index) => [name, index] as const);

  test.skipIf(install !== null).each(names)("%s", async (_name, index) => {
    const page = `http://localhost:${site.port}`;
    const row = answersTo(page)[index]!;
    const { origin: api, port } = await serve(answering(row));
    const pages = row.argv.includes("--from") ? [] : ["--from", page];
    const { stdout } = await runMain(["check", `${api}/a`, ...pages, ...row.argv, "--json"]);
    const { engines } = JSON.parse(stdout) as Report;
    const explained: EngineOutcome = engines.find(({ engine }) => engine === browser)!;
    const result = await live.run(scriptFor(`${api}/a`, row));
    expect(result).toBe(row.code === null ? "200" : explained.javascript);

    const lines = await linesAbout(live, port, explained.console.length);
    expect(lines).toEqual(explained.console);
    if (lines.length === 0) return;
    const pasted = await runMain(["explain", "--paste", lines.join("\n"), "--json"]);
    const { causes, note } = JSON.parse(pasted.stdout) as ConsoleReading;
    // Where the console has no reason, nobody can know.
    const isTold = note?.includes("in another line of the console") !== true;
    const right = [row.code, asWritten[`${row.name} in ${browser}`]];
    if (isTold) expect(causes.map(({ code }) => code).filter((code) => right.includes(code))).not.toEqual([]);
  });
});
