import type { RequestInit } from "../src/index.ts";
import { describe, expect, test } from "vitest";
import { Browser, memoryTransport } from "../src/index.ts";
import { serve } from "./support/servers.ts";

/** A browser and what it sent as Cookie, request by request; every answer sets the row's cookies. */
function recording(
  engine: "spec" | "chromium" | "firefox" | "webkit",
  setCookies: readonly string[],
): { browser: Browser; sent: string[] } {
  const sent: string[] = [];
  const transport = memoryTransport(({ headerList, url }) => {
    sent.push(`${url.host}${url.pathname} ${headerList.find(([name]) => name === "Cookie")?.[1] ?? "-"}`);
    const origin = headerList.find(([name]) => name === "Origin")?.[1] ?? "*";
    return {
      headerList: [
        ["Access-Control-Allow-Origin", origin],
        ["Access-Control-Allow-Credentials", "true"],
        ...setCookies.map((value) => ["Set-Cookie", value] as const),
      ],
    };
  });
  return { browser: new Browser({ engine, transport }), sent };
}

describe("which cookies come back", () => {
  const rows: {
    name: string;
    cookie: string;
    page?: string;
    url?: string;
    credentials?: RequestInit["credentials"];
    want: string;
  }[] = [
    { name: "a page's own, by default", cookie: "a=1", want: "a=1" },
    { name: "none with omit", cookie: "a=1", credentials: "omit", want: "-" },
    {
      name: "none of another origin by default",
      cookie: "a=1; SameSite=None; Secure",
      url: "https://api.app.example/",
      want: "-",
    },
    {
      name: "another origin of the same site, with include",
      cookie: "a=1",
      url: "https://api.app.example/",
      credentials: "include",
      want: "a=1",
    },
    {
      name: "SameSite=Strict within the site",
      cookie: "a=1; SameSite=Strict",
      url: "https://api.app.example/",
      credentials: "include",
      want: "a=1",
    },
    {
      name: "not cross-site without SameSite",
      cookie: "a=1",
      url: "https://other.example/",
      credentials: "include",
      want: "-",
    },
    {
      name: "not cross-site with SameSite=Lax",
      cookie: "a=1; SameSite=Lax",
      url: "https://other.example/",
      credentials: "include",
      want: "-",
    },
    {
      name: "cross-site with SameSite=None",
      cookie: "a=1; SameSite=None; Secure",
      url: "https://other.example/",
      credentials: "include",
      want: "a=1",
    },
    { name: "HttpOnly is for the network", cookie: "a=1; HttpOnly", want: "a=1" },
    { name: "Secure not over http", cookie: "a=1; Secure", page: "http://app.example/", want: "-" },
    { name: "not for another path", cookie: "a=1; Path=/admin", want: "-" },
    { name: "not when it has expired", cookie: "a=1; Max-Age=0", want: "-" },
    { name: "not for another host, unless Domain says so", cookie: "a=1; Domain=example", want: "-" },
  ];
  test.each(rows)(
    "$name",
    async ({ cookie, page: pageUrl = "https://app.example/", url = pageUrl, credentials, want }) => {
      const { browser, sent } = recording("spec", [cookie]);
      const init = credentials === undefined ? {} : { credentials };
      const page = browser.open(pageUrl);
      await page.fetch(url, init);
      await page.fetch(url, init);
      expect(sent[1]!.split(" ").slice(1).join(" ")).toBe(want);
    },
  );
});

test("the jar is tough-cookie's, and shared by all pages", async () => {
  const { browser, sent } = recording("chromium", []);
  browser.cookies.setCookieSync("session=7; HttpOnly; Secure; SameSite=None", "https://api.example/");
  await browser.open("https://app.example/").fetch("https://api.example/", { credentials: "include" });
  await browser.open("https://api.example/").fetch("/");
  expect(sent).toEqual(["api.example/ session=7", "api.example/ session=7"]);
});

test("Safari blocks third-party cookies; Firefox keeps them apart by page", async () => {
  const sentBy = async (engine: "firefox" | "webkit"): Promise<string[]> => {
    const { browser, sent } = recording(engine, ["a=1; SameSite=None; Secure"]);
    const [first, second] = [browser.open("https://first.example/"), browser.open("https://second.example/")];
    for (const page of [first, first, second]) await page.fetch("https://api.example/", { credentials: "include" });
    return sent.map((line) => line.split(" ")[1]!);
  };
  expect(await sentBy("webkit")).toEqual(["-", "-", "-"]);
  expect(await sentBy("firefox")).toEqual(["-", "a=1", "-"]);
});

test("over sockets: two cookies of one answer come back in one line, and no script sees them", async () => {
  const app = await serve((_request, response) => {
    response.appendHeader("Set-Cookie", "a=1; Path=/").appendHeader("Set-Cookie", "b=2; Path=/").end();
  });
  const browser = new Browser();
  const page = browser.open(app.origin);
  const first = await page.fetch("/login", { method: "POST" });
  expect([first.headers.get("Set-Cookie"), first.headers.getSetCookie()]).toEqual([null, []]);
  await page.fetch("/next");
  expect(app.requests.map(({ headers }) => headers.cookie)).toEqual([undefined, "a=1; b=2"]);
  expect(await browser.cookies.getCookieString(app.origin)).toBe("a=1; b=2");
});
