import type { MemoryAnswer, RequestInit } from "../src/index.ts";
import { expect, test } from "vitest";
import { Browser, memoryTransport } from "../src/index.ts";

const open: readonly [string, string] = ["Access-Control-Allow-Origin", "https://app.example"];
const anyone: readonly [string, string] = ["Access-Control-Allow-Origin", "*"];

const rows: { pageUrl?: string; init?: RequestInit; url?: string; answer?: MemoryAnswer; message: string }[] = [
  { message: "The response has no Access-Control-Allow-Origin." },
  {
    answer: { headerList: [["Access-Control-Allow-Origin", "https://app.example/"]] },
    message: `Access-Control-Allow-Origin is "https://app.example/", not the page's origin.`,
  },
  {
    init: { credentials: "include" },
    answer: { headerList: [anyone] },
    message: "Access-Control-Allow-Origin is *, which does not do for a request with credentials.",
  },
  {
    init: { credentials: "include" },
    answer: { headerList: [open] },
    message: "The response has no Access-Control-Allow-Credentials: true, and the request has credentials.",
  },
  {
    init: { credentials: "include" },
    answer: { headerList: [open, ["Access-Control-Allow-Credentials", "True"]] },
    message: 'Access-Control-Allow-Credentials is "True", not true, and the request has credentials.',
  },
  {
    init: { method: "PUT" },
    answer: { status: 401, headerList: [open] },
    message: "The preflight is answered with status 401, not 200 to 299.",
  },
  {
    init: { method: "PUT" },
    answer: { headerList: [open, ["Access-Control-Allow-Methods", "GET, POST"]] },
    message: 'The preflight does not allow the method: its Access-Control-Allow-Methods is "GET, POST".',
  },
  {
    init: { headers: { "X-Id": "7" } },
    answer: { headerList: [open] },
    message: "The preflight does not allow the header x-id: it has no Access-Control-Allow-Headers.",
  },
  {
    url: "http://api.example/",
    message: "A secure page cannot fetch http://api.example/, which is not secure.",
  },
  { pageUrl: "http://app.example/", url: "ftp://api.example/", message: "A page cannot fetch ftp: URLs." },
  {
    answer: { failed: "connection-refused", message: "api.example refuses connections." },
    message: "api.example refuses connections.",
  },
];

test.each(rows)(
  "$message",
  async ({ pageUrl = "https://app.example/", init, url = "https://api.example/", answer = {}, message }) => {
    const page = new Browser({ transport: memoryTransport(() => answer) }).open(pageUrl);
    await expect(page.fetch(url, init)).rejects.toMatchObject({ message: "Failed to fetch", cause: { message } });
  },
);
