import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeViolations } from "./axe.ts";
import type { LabInChromium } from "./lab-in-chromium.ts";
import { missingChromium, openLabInChromium } from "./lab-in-chromium.ts";

if (missingChromium !== null)
  console.warn(`Check and Fix are driven in no browser, since Chromium is not installed: ${missingChromium}`);

/** A server that lets one page read, and knows nothing of preflights. One path of it is behind an old nginx, and a password. */
const api = createServer(({ method, url }, response) => {
  const image = { "Content-Type": "image/png" };
  if (url === "/logo.png") response.writeHead(200, image).end(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  else if (url === "/old") response.writeHead(401, { Server: "nginx/1.18.0", "WWW-Authenticate": "Basic" }).end();
  else if (method === "OPTIONS") response.writeHead(405).end();
  else response.writeHead(200, { "Access-Control-Allow-Origin": "https://app.example.com" }).end("[]");
});

describe.skipIf(missingChromium !== null)("in Chromium", () => {
  let lab: LabInChromium;
  let apiUrl = "";
  /** What the pages asked for. */
  const asked: string[] = [];

  beforeAll(async () => {
    await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
    apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    lab = await openLabInChromium();
  });

  afterAll(async () => {
    await lab[Symbol.asyncDispose]();
    api.close();
  });

  async function open(fragment: string, options?: Parameters<LabInChromium["open"]>[1]): Promise<Page> {
    const page = await lab.open(fragment, options);
    page.on("request", (request) => asked.push(request.url()));
    return page;
  }

  /** The URLs of what was sent to check something. */
  const checks = (): string[] => asked.filter((url) => url.endsWith("/api/check"));

  const box = (page: Page): Locator => page.getByLabel("A URL, a curl command");
  const check = (page: Page): Locator => page.getByRole("button", { name: "Check", exact: true });
  const summary = (page: Page): Locator => page.locator(".report-summary");

  /** Opens Check, puts a text in its box, and checks it. */
  async function checked(text: string, from?: string): Promise<Page> {
    const page = await open("#/check");
    await box(page).fill(text);
    if (from !== undefined) await page.getByLabel("The page’s origin").fill(from);
    await check(page).click();
    await summary(page).waitFor();
    return page;
  }

  test.each([
    [
      "a curl command",
      (url: string) => `curl '${url}/items' -X PUT -H 'Origin: https://app.example.com' -H 'Cookie: a=secret'`,
      "A curl command.",
    ],
    [
      "a call of fetch",
      (url: string) =>
        `await fetch("${url}/items", { method: "PUT", credentials: "include", referrer: "https://app.example.com/" })`,
      "A call of fetch.",
    ],
  ])("%s is read, checked, and becomes a link without what is secret", async (_name, write, told) => {
    const page = await checked(write(apiUrl));
    expect(await page.locator("#check-box-what").textContent()).toBe(told);
    expect(await summary(page).textContent()).toContain("405");
    expect(page.url()).toContain("#/check?url=");
    expect(page.url()).not.toContain("secret");
    await page.context().close();
  });

  test("a recording that is dropped is explained, and nothing is sent", async () => {
    const page = await open("#/check");
    const entry = {
      startedDateTime: "2026-01-01T00:00:00.000Z",
      time: 1,
      _resourceType: "fetch",
      _initiator: { type: "script" },
      request: {
        method: "GET",
        url: "https://api.example.com/items",
        httpVersion: "http/1.1",
        headers: [
          { name: "Origin", value: "https://app.example.com" },
          { name: "Sec-Fetch-Mode", value: "cors" },
          { name: "Referer", value: "https://app.example.com/" },
        ],
        queryString: [],
        cookies: [],
        headersSize: -1,
        bodySize: 0,
      },
      response: {
        status: 200,
        statusText: "OK",
        httpVersion: "http/1.1",
        headers: [{ name: "Access-Control-Allow-Origin", value: "https://other.example" }],
        cookies: [],
        content: { size: 0, mimeType: "text/plain" },
        redirectURL: "",
        headersSize: -1,
        bodySize: 0,
        _error: "net::ERR_FAILED",
      },
      cache: {},
      timings: { send: 0, wait: 1, receive: 0 },
    };
    const recording = JSON.stringify({
      log: {
        version: "1.2",
        creator: { name: "WebInspector", version: "1" },
        pages: [],
        entries: [entry, entry, { ...entry, request: { ...entry.request, url: "https://api.example.com/other" } }],
      },
    });
    const dropped = await page.evaluateHandle(`(() => {
      const data = new DataTransfer();
      data.items.add(new File([${JSON.stringify(recording)}], "app.example.com.har"));
      return data;
    })()`);
    await page.dispatchEvent(".check-form", "drop", { dataTransfer: dropped });
    await summary(page).waitFor();
    expect(await page.locator(".check-line").textContent()).toBe("3 requests to other origins, 2 to explain.");
    expect(await page.locator(".line.lit").textContent()).toContain("https://other.example");
    expect(await page.locator(".check-list li").first().textContent()).toContain("2 times");
    await page.getByRole("button", { name: /api\.example\.com\/other/ }).click();
    expect(await page.locator(".report-request").textContent()).toContain("https://api.example.com/other");
    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });

  test("a console's message is explained as it is pasted, in the page alone, and its link opens it again", async () => {
    const page = await open("#/check");
    const before = checks().length;
    await box(page).fill(
      `Access to fetch at '${apiUrl}/items' from origin 'https://other.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    );
    await page.getByText("It is one of").waitFor();
    expect(await page.locator("#check-box-what").textContent()).toContain("Chromium’s console");
    expect(await axeViolations(page)).toEqual([]);
    expect(checks()).toHaveLength(before);
    await page.getByRole("button", { name: /Ask the server/ }).click();
    expect(await box(page).inputValue()).toBe(`${apiUrl}/items`);
    expect(await page.getByLabel("The page’s origin").inputValue()).toBe("https://other.example");
    expect(checks()).toHaveLength(before);
    await check(page).click();
    await summary(page).waitFor();
    await page.context().close();
  });

  test("a link says what to check, and asks nobody before its reader does", async () => {
    const page = await open(
      `#/check?${new URLSearchParams({ url: `${apiUrl}/items`, from: "https://app.example.com", method: "PUT", header: "X-A: 1" }).toString()}`,
    );
    const before = checks().length;
    expect(await box(page).inputValue()).toBe(`${apiUrl}/items`);
    expect(await page.getByLabel("Headers that the page sets").inputValue()).toBe("X-A: 1");
    expect(checks()).toHaveLength(before);
    await check(page).click();
    await summary(page).waitFor();
    expect(checks()).toHaveLength(before + 1);
    await page.context().close();
  });

  test("what asks, and the page's own policies, count, and are in the link", async () => {
    const page = await open("#/check");
    await box(page).fill(`${apiUrl}/logo.png`);
    await page.getByLabel("The page’s origin").fill("https://app.example.com");
    await page.getByText("The request: a plain GET").click();
    await page.getByLabel("What asks").selectOption("img");
    expect(await page.getByLabel("Method").count()).toBe(0);
    await page.getByText("The page’s own policies: not known").click();
    await page.getByLabel("Content-Security-Policy").fill("img-src 'self'");
    await page.getByLabel("Cross-Origin-Embedder-Policy").selectOption("require-corp");
    await check(page).click();
    await summary(page).waitFor();
    expect(await page.locator(".report-head .verdict").textContent()).toBe("Blocked");
    expect(await summary(page).textContent()).toContain("img-src 'self'");
    expect(await axeViolations(page)).toEqual([]);

    const link = new URL(page.url()).hash;
    const other = await open(link);
    expect(await other.getByLabel("What asks").inputValue()).toBe("img");
    expect(await other.getByLabel("Content-Security-Policy").inputValue()).toBe("img-src 'self'");
    expect(await other.getByLabel("Cross-Origin-Embedder-Policy").inputValue()).toBe("require-corp");
    // Without its policy the page may show it: it asks without CORS, and nobody has to agree but by CORP.
    await other.getByLabel("Content-Security-Policy").fill("");
    await other.getByLabel("Cross-Origin-Embedder-Policy").selectOption("unsafe-none");
    await check(other).click();
    await summary(other).waitFor();
    expect(await other.locator(".report-head .verdict").textContent()).toBe("Allowed");
    await other.goBack();
    await expect.poll(() => other.getByLabel("Content-Security-Policy").inputValue()).toBe("img-src 'self'");
    await Promise.all([page.context().close(), other.context().close()]);
  });

  test("what the answers tell of a server goes along to its configuration", async () => {
    const page = await checked(`curl '${apiUrl}/old' -H 'X-A: 1'`, "https://app.example.com");
    await page.getByRole("link", { name: /Edit it as a policy/ }).click();
    await page.getByText("This policy can be used.").waitFor();
    expect(page.url()).toMatch(/#\/config\/nginx\?.*&version=1\.18\.0&auth=basic&url=/);
    expect(await page.getByLabel("Its version").inputValue()).toBe("1.18.0");
    expect(await page.getByLabel("It asks for a password itself").isChecked()).toBe(true);
    await page.context().close();
  });

  test("results travel: in a link that opens without asking, as JSON, as Markdown and as a picture", async () => {
    const page = await checked(`curl '${apiUrl}/items' -X PUT`, "https://app.example.com");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const told = await summary(page).textContent();
    const saved = async (name: RegExp): Promise<Buffer> => {
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
      return readFileSync(await download.path());
    };
    const report = (await saved(/^JSON/)).toString();
    expect(JSON.parse(report)).toMatchObject({ version: 1, verdict: "blocked" });
    expect((await saved(/^Markdown as a file/)).toString()).toContain("# Blocked: `PUT");
    expect((await saved(/^Picture/)).subarray(1, 4).toString()).toBe("PNG");

    await page.getByRole("button", { name: /^Copy link with results/ }).click();
    await page.getByText("Copied").first().waitFor();
    const link = await page.evaluate<string>("navigator.clipboard.readText()");
    const other = await open(link.replace(/^[^#]*/, ""));
    await other.getByText("somebody else’s browser").waitFor();
    expect(await summary(other).textContent()).toBe(told);
    await box(other).fill(report);
    await check(other).click();
    await summary(other).waitFor();
    await other.context().close();

    const cut = await open(link.replace(/^[^#]*/, "").slice(0, -20));
    expect(await cut.getByRole("alert").textContent()).toContain("This link is not whole");
    await cut.context().close();
    await page.context().close();
  });

  test("each of the Lab's own servers is checked as it is described, and its policy mends it", async () => {
    const page = await open("#/check");
    const verdicts: (readonly [string | null, string | null])[] = [];
    const examples = page.locator(".check-examples button");
    await examples.first().waitFor();
    for (const example of await examples.all()) {
      await example.click();
      await page.locator(".check-busy").waitFor({ state: "detached" });
      await summary(page).waitFor();
      verdicts.push([await example.textContent(), await page.locator(".report-head .verdict").textContent()]);
    }
    expect(verdicts.map(([, verdict]) => verdict)).toEqual(["Blocked", "Blocked", "Blocked", "Allowed"]);

    await examples.first().click();
    await page.getByRole("link", { name: /Edit it as a policy/ }).click();
    await page.getByText("This policy can be used.").waitFor();
    await page.goBack();
    expect(await summary(page).textContent()).toContain("405");
    await page.goForward();
    await page.getByRole("button", { name: "Compare" }).click();
    await page.locator(".diff").first().waitFor();
    expect(await page.locator(".diff-line.is-gone").allTextContents()).toEqual(["−goes: 405 Method Not Allowed"]);
    expect(await page.locator(".diff").first().locator(".is-new").allTextContents()).toContain("+new: 204 No Content");
    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });

  test("what is wrong with a policy is marked as one types, and its way out is a press away", async () => {
    const page = await open(
      `#/config/caddy?site=${encodeURIComponent(JSON.stringify({ origins: ["https://a.test/"], maxage: 5 }))}`,
    );
    await page.locator(".cm-lintRange-error").first().waitFor();
    expect(await page.locator(".cm-lintRange-error").allTextContents()).toEqual(['"https://a.test/"', '"maxage"']);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "Rename it to maxAge" }).click();
    await page.getByRole("button", { name: 'Write "https://a.test"' }).click();
    await page.getByText("This policy can be used.").waitFor();
    await expect.poll(() => page.locator(".cm-content").innerText()).toContain('"maxAge": 5');
    expect(await page.getByRole("textbox", { name: "Origins that may read" }).inputValue()).toBe("https://a.test");
    expect(
      await page
        .getByRole("region", { name: /Caddyfile|caddy/i })
        .first()
        .textContent(),
    ).toContain("https://a.test");

    // The form writes the JSON, the JSON the form, and the address says it.
    await page.getByRole("textbox", { name: "Origins that may read" }).fill("https://a.test\nhttps://b.test\n");
    await expect.poll(() => page.locator(".cm-content").innerText()).toContain('"https://b.test"');
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+z");
    await expect
      .poll(() => page.getByRole("textbox", { name: "Origins that may read" }).inputValue())
      .toBe("https://a.test");
    await page.getByLabel("Server", { exact: true }).selectOption("s3");
    await page.waitForURL(/#\/config\/s3\?site=/);
    await page.goBack();
    await expect.poll(() => page.getByLabel("Server", { exact: true }).inputValue()).toBe("caddy");
    await page.context().close();
  });

  test("what is known of a server is in its files, and in the address", async () => {
    const page = await open("#/fix");
    await page.getByText("What is known of it").click();
    const name = page.getByLabel("What names in it begin with");
    await name.fill("api 2");
    expect(await page.getByRole("alert").textContent()).toContain('name "api 2" is no name');
    await name.fill("api_2");
    expect(await page.getByRole("region", { name: "api_2-http.conf" }).textContent()).toContain("$api_2_origin");
    await page.waitForURL(/#\/config\/nginx\?.*&name=api_2$/);
    await page.context().close();
  });

  test.each([
    [360, "light"],
    [820, "dark"],
    [1440, "light"],
  ] as const)("nothing is wider than a window of %i pixels, in %s", async (width, colorScheme) => {
    const page = await open("#/check", { viewport: { width, height: 900 }, colorScheme });
    /** Colours are the theme's, so one window of each is enough to look at them. */
    const look = async (): Promise<unknown> => [
      await page.evaluate("document.documentElement.scrollWidth > innerWidth"),
      width === 1440 ? [] : await axeViolations(page),
    ];
    await page.locator(".check-examples button").first().click();
    await summary(page).waitFor();
    expect(await look()).toEqual([false, []]);
    await page.getByRole("link", { name: /Edit it as a policy/ }).click();
    await page.locator(".json-editor").hover();
    await page.locator(".cm-editor").waitFor();
    expect(await look()).toEqual([false, []]);
    await page.context().close();
  });

  test("whatever was done, nothing went wrong in the pages, and nobody else was asked", () => {
    const elsewhere = asked.filter((url) => !url.startsWith(`${lab.origin}/`) && !url.startsWith("blob:"));
    expect([lab.mistakes, elsewhere]).toEqual([[], []]);
  });
});
