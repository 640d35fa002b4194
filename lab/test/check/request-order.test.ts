import { describe, expect, test } from "vitest";
import { asChoices } from "../../src/check/asking.ts";
import type { CheckForm } from "../../src/check/check-link.ts";
import { emptyForm, readCheckLink, sharedLink } from "../../src/check/check-link.ts";
import { requestOrder } from "../../src/check/request-order.ts";

const url = "https://api.example.com/items";

/** Everything that a form can say. */
const all: CheckForm = {
  url,
  from: " https://app.example.com ",
  method: "PUT",
  headers: "X-A: 1",
  body: "[]",
  credentials: "include",
  mode: "no-cors",
  redirect: "manual",
  as: "fetch",
  crossorigin: "use-credentials",
  csp: "",
  coep: "unsafe-none",
};

const always = ["kind", "origin", "send", "url"];

test.each<readonly [as: CheckForm["as"], said: readonly string[]]>([
  ["fetch", ["body", "credentials", "headers", "method", "mode", "redirect"]],
  ["xhr", ["body", "credentials", "destination", "headers", "method"]],
  ["img", ["crossOrigin", "destination"]],
  ["script", ["crossOrigin", "destination"]],
  ["module", ["crossOrigin", "destination"]],
  ["font", ["destination"]],
  ["style", ["crossOrigin", "destination"]],
  ["eventsource", ["credentials", "destination"]],
  ["beacon", ["body", "destination"]],
])("%s says what it may, and leaves the rest to the browser", (as, said) => {
  expect(Object.keys(requestOrder({ ...all, as }, url, false)).toSorted()).toEqual([...always, ...said].toSorted());
});

test("there is a row for whatever may ask", () => {
  expect(asChoices).toHaveLength(9);
});

describe("the page's policies are", () => {
  test.each<readonly [name: string, text: string, policies: readonly string[] | undefined]>([
    ["not known, if nothing is said", " \n ", undefined],
    ["as they are written", "default-src 'self'", ["default-src 'self'"]],
    ["one in each line", "default-src 'self'\n\nimg-src *", ["default-src 'self'", "img-src *"]],
    ["what the header says", "content-security-policy:  default-src 'none' ", ["default-src 'none'"]],
    ["not those that only report", "Content-Security-Policy-Report-Only: default-src 'none'\nimg-src *", ["img-src *"]],
  ])("%s", (_name, text, policies) => {
    expect(requestOrder({ ...emptyForm, csp: text }, url, false).policies).toEqual(policies);
  });

  test("said in full", () => {
    expect(requestOrder({ ...emptyForm, coep: "require-corp" }, url, false)).toMatchObject({
      embedderPolicy: "require-corp",
    });
  });
});

test("what asked again is who asked, and not what came of that", () => {
  const asked: CheckForm = {
    ...emptyForm,
    as: "img",
    crossorigin: "anonymous",
    csp: "img-src *",
    coep: "require-corp",
  };
  const permalink = `#/check?url=${encodeURIComponent(url)}&from=https%3A%2F%2Fapp.example.com&mode=no-cors&credentials=include`;
  expect(readCheckLink(new URLSearchParams(sharedLink(permalink, asked).replace(/^[^?]*\?/, "")))).toEqual({
    kind: "form",
    form: { ...asked, url, from: "https://app.example.com" },
  });
});
