import { setTimeout as delay } from "node:timers/promises";
import type { RequestListener } from "node:http";
import type { ConfirmedOutcome, Report } from "@concors/explain";
import { directivesFor } from "@concors/explain";
import type { BrowserName } from "../../real-browser/index.ts";
import { findBrowser, ProcessGroup } from "../../real-browser/index.ts";
import { UsageError } from "../../usage-error.ts";
import type { CheckInput } from "../check-input.ts";
import { isOnThisMachine } from "../on-this-machine.ts";
import { pagePolicy } from "../page-policy.ts";
import { startLoopbackProxy } from "./loopback-proxy.ts";
import { issueCertificate } from "./page-certificate.ts";
import type { PageResult } from "./page-source.ts";
import { pageSource, resultPath } from "./page-source.ts";

/** How long a browser may take to start, in milliseconds. */
const patience = 30_000;

/**
 * Has an installed browser send the same request, from a page of the same origin, and says whether that came out as the
 * report says. The browser asks nothing but the servers that the check itself asked.
 *
 * @throws UsageError if the browser is not installed, cannot be shown such a page, or says nothing
 */
export async function confirm(browser: BrowserName, input: CheckInput, report: Report): Promise<ConfirmedOutcome> {
  const installed = findBrowser(browser);
  if (installed.file === null)
    throw new UsageError(`--real ${browser}: it is not installed here: ${installed.install}.`);
  const page = input.page.url;
  if (page.protocol === "https:" && browser === "webkit") checkForWebKit(input, report);
  let finish = (_result: PageResult): void => {};
  const finished = new Promise<PageResult>((resolve) => {
    finish = resolve;
  });
  const certificate = page.protocol === "https:" ? await issueCertificate(page) : null;
  const proxy = await startLoopbackProxy({
    page,
    certificate,
    origins: originsOf(input, report),
    resolve: input.resolve,
    answerPage: pageListener(input, (result) => finish(result)),
  });
  let group: ProcessGroup | undefined;
  try {
    const pages = { proxyPort: proxy.port, certificate };
    group = await ProcessGroup.start((folder) => installed.open(`${page.origin}/`, folder, pages));
    const ended = group.ended.then((how) => `it ended (${how})`);
    const result = await Promise.race([
      finished,
      ended,
      delay(patience + input.timeout, "it said nothing", { ref: false }),
    ]);
    if (typeof result === "string") throw new UsageError(`--real ${browser}: ${result}.`);
    return outcomeOf(browser, result, report, input);
  } finally {
    await group?.stop();
    await proxy.close();
  }
}

/**
 * WebKit is shown a secure page by taking whatever certificate there is, from the server as well.
 *
 * @throws UsageError if it would tell of something else than the check does
 */
function checkForWebKit({ page, url }: CheckInput, { engines }: Report): void {
  const code = engines.find(({ engine }) => engine === "webkit")?.code ?? "";
  if (code.startsWith("TLS-")) {
    throw new UsageError(
      "--real webkit: with a page of https it takes any certificate, and so says nothing about the server's.",
    );
  }
  if (url.protocol === "http:" && !page.isAsItStands && isOnThisMachine(url)) {
    throw new UsageError(
      "--real webkit: from a page of https it takes a server of http on this machine for mixed content: add --page-https.",
    );
  }
}

/** The servers that the check has asked already. */
function originsOf({ page, url }: CheckInput, { explanations }: Report): ReadonlySet<string> {
  const urls = [url.href, ...explanations.flatMap(({ timeline }) => timeline.map((exchange) => exchange.url))];
  const origins = new Set(urls.filter((text) => URL.canParse(text)).map((text) => new URL(text).origin));
  origins.delete(page.url.origin);
  return origins;
}

function pageListener(input: CheckInput, finish: (result: PageResult) => void): RequestListener {
  return (request, response) => {
    const [path, query = ""] = (request.url ?? "").split("?");
    if (path === resultPath) finish(JSON.parse(decodeURIComponent(query)) as PageResult);
    if (path !== "/" && path !== resultPath) return void response.writeHead(404).end();
    const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
    return void response
      .writeHead(200, { ...headers, ...pageHeaders(input) })
      .end(path === "/" ? pageSource(input) : "");
  };
}

/** What the page is served with, as far as it is about this request. */
function pageHeaders(input: CheckInput): Record<string, string> {
  const { embedderPolicy } = input.page;
  const policy = pagePolicy(input);
  const directives = policy === null ? [] : directivesFor(policy, policy.directive);
  const nonce = policy?.directive === "script-src-elem" ? " 'nonce-concors'" : "";
  const policies = directives.map(({ sources }) => `${policy!.directive} ${sources.join(" ")}${nonce}`);
  return {
    ...(policies.length === 0 ? {} : { "Content-Security-Policy": policies.join(", ") }),
    ...(embedderPolicy === "unsafe-none" ? {} : { "Cross-Origin-Embedder-Policy": embedderPolicy }),
  };
}

function outcomeOf(
  browser: BrowserName,
  { error, ok, status, version }: PageResult,
  report: Report,
  { destination }: CheckInput,
): ConfirmedOutcome {
  const isAllowed = report.engines.find(({ engine }) => engine === browser)?.verdict === "allowed";
  // An element fails on what it cannot use as on what it may not have, and a beacon tells nothing.
  const isTold = /^(?:fetch|xhr|eventsource)$/.test(destination) || (destination !== "beacon" && isAllowed === ok);
  return {
    engine: browser,
    version: /(?:Chrome|Firefox|AppleWebKit(?=.*Version))\/[\d.]+/.exec(version)?.[0] ?? version,
    allowed: ok,
    status: status === 0 ? null : status,
    error,
    asExplained: isTold ? isAllowed === ok : null,
  };
}
