import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Recognised } from "../../src/check/recognise.ts";
import { recognise } from "../../src/check/recognise.ts";

const rows: readonly (readonly [name: string, text: string, kind: Recognised["kind"]])[] = [
  ["an empty box", " \n ", "nothing"],
  ["a URL", " https://api.example.com/items?page=1#top ", "url"],
  ["a URL without its scheme", "api.example.com/items", "url"],
  ["a server on this machine", "localhost:3000/items", "url"],
  ["a file's name", "archive.har", "url"],
  ["a curl command", "curl 'https://api.example.com/items' -H 'Origin: https://app.example.com'", "curl"],
  ["a curl command after a prompt", "$ curl https://api.example.com/", "curl"],
  ["a curl command in several lines", "curl 'https://api.example.com/' \\\n  -X PUT", "curl"],
  ["a curl command of Windows", String.raw`C:\Windows\curl.exe https://api.example.com/`, "curl"],
  ["a curl command after a prompt of another shell", "me@host:~/code$ sudo curl -i https://api.example.com/", "curl"],
  ["a curl command in fences", "```bash\ncurl https://api.example.com/\n```", "curl"],
  ["a call of axios", 'axios.get("https://api.example.com/items").catch(() => alert("Network Error"))', "fetch"],
  ["an XMLHttpRequest", 'const xhr = new XMLHttpRequest();\nxhr.open("GET", "/a");', "fetch"],
  ["what axios says", "AxiosError: Network Error", "console"],
  ["a call of fetch", 'fetch("https://api.example.com/items", { method: "PUT" })', "fetch"],
  ["a call of fetch that is waited for", 'const r = await fetch("https://api.example.com/items");', "fetch"],
  ["a call of fetch after a comment", '// No "Access-Control-Allow-Origin" header is present\nfetch("/a")', "fetch"],
  ["a call of fetch amid a program", 'async function f() {\n  return (await fetch("/a")).json();\n}', "fetch"],
  ["a recording", '{ "log": { "version": "1.2", "entries": [] } }', "har"],
  ["a recording that is cut", '{ "log": { "version": "1.2", "entr', "unknown"],
  ["a report", '{ "version": 1, "verdict": "blocked", "engines": [], "explanations": [] }', "report"],
  ["reports of a recording", '[{ "version": 1, "verdict": "blocked", "engines": [], "explanations": [] }]', "report"],
  ["other JSON", '{ "name": "app" }', "unknown"],
  [
    "a message that names fetch",
    "Access to fetch at 'https://a.test/' from origin 'https://b.test' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    "console",
  ],
  ["what scripts get", "TypeError: Failed to fetch", "console"],
  [
    "a line of WebKit’s with its level",
    "[Error] Origin https://a.test is not allowed by Access-Control-Allow-Origin. Status code: 200",
    "console",
  ],
  ["prose", "please help me", "unknown"],
];

test.each(rows)("%s is told by looking", (_name, text, kind) => {
  expect(recognise(text).kind).toBe(kind);
});

test.each([
  ["api.example.com/items", "https://api.example.com/items"],
  ["localhost:3000/", "http://localhost:3000/"],
  ["[::1]:3000", "http://[::1]:3000"],
])("%s is taken for %s", (text, url) => {
  expect(recognise(text)).toEqual({ kind: "url", url });
});

const recorded = JSON.parse(
  readFileSync(new URL("../../../conformance/data/console.json", import.meta.url), "utf8"),
) as unknown;

/** Every text in the recording that says something of CORS. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string")
    return /CORS policy|Cross-Origin Request Blocked|access control/i.test(value) ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe("what real consoles said", () => {
  const texts = [...new Set(textsIn(recorded))];

  test("is there", () => {
    expect(texts.length).toBeGreaterThan(100);
  });

  test("is told to be a console's", () => {
    expect(texts.filter((text) => recognise(text).kind !== "console")).toEqual([]);
  });
});
