import { engineNames } from "@concors/browser/engine";
import { explain } from "@concors/explain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryCase } from "../../../packages/explain/test/arbitrary-case.ts";
import { play, rows } from "../../../packages/explain/test/play.ts";
import { asChoices } from "../../src/check/asking.ts";
import type { CheckForm, CheckLink } from "../../src/check/check-link.ts";
import {
  coepChoices,
  credentialsChoices,
  crossoriginChoices,
  emptyForm,
  headersOf,
  modeChoices,
  readCheckLink,
  redirectChoices,
  sharedLink,
  writeCheckLink,
} from "../../src/check/check-link.ts";

function read(fragment: string): CheckLink {
  return readCheckLink(new URLSearchParams(fragment.replace(/^#\/check\??/, "")));
}

const line = fc.string({ unit: "grapheme" }).filter((text) => text.trim() !== "" && !/[\n\r]/.test(text));

const arbitraryForm: fc.Arbitrary<CheckForm> = fc.record({
  url: fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string()),
  from: fc.oneof(fc.constantFrom("https://app.example.com", "null", ""), fc.string()),
  method: fc.oneof(fc.constantFrom("GET", "PUT", "get"), fc.string({ minLength: 1 })),
  headers: fc.array(line).map((lines) => lines.join("\n")),
  body: fc.string({ unit: "grapheme" }),
  credentials: fc.constantFrom(...credentialsChoices),
  mode: fc.constantFrom(...modeChoices),
  redirect: fc.constantFrom(...redirectChoices),
  as: fc.constantFrom(...asChoices),
  crossorigin: fc.constantFrom(...crossoriginChoices),
  csp: fc.string({ unit: "grapheme" }),
  coep: fc.constantFrom(...coepChoices),
});

describe("an address of Check", () => {
  test("is read back as the form that it was written for", () => {
    fc.assert(
      fc.property(arbitraryForm, (form) => {
        expect(read(writeCheckLink({ kind: "form", form }))).toEqual({ kind: "form", form });
      }),
    );
  });

  test("is read back as the text that it was written for", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(read(writeCheckLink({ kind: "text", text }))).toEqual({ kind: "text", text });
      }),
    );
  });

  test.each([
    ["nothing", "#/check", emptyForm],
    ["what goes without saying", "#/check?method=GET&mode=cors&redirect=follow&credentials=same-origin", emptyForm],
    ["a mode that there is none of", "#/check?mode=navigate&credentials=%00&redirect=", emptyForm],
    ["a percent sign that begins nothing", "#/check?url=%E0%", { ...emptyForm, url: "\ufffd%" }],
    ["an empty header", "#/check?header=&header=A%3A+b", { ...emptyForm, headers: "\nA: b" }],
  ])("with %s is read", (_name, fragment, form) => {
    expect(read(fragment)).toEqual({ kind: "form", form });
  });
});

describe("the link of an explanation is read as its request,", () => {
  test("whatever was asked and answered", () => {
    fc.assert(
      fc.property(arbitraryCase, (one) => {
        expectSameRequest(one.row, one.engine);
      }),
    );
  });

  test.each(rows.map((row) => [row.name, row] as const))("%s", (_name, row) => {
    for (const engine of engineNames) expectSameRequest(row, engine);
  });
});

function expectSameRequest(row: (typeof rows)[number], engine: (typeof engineNames)[number]): void {
  const { reproduce, request } = explain(play(row, engine));
  const link = read(reproduce.permalink);
  expect(link.kind).toBe("form");
  const { form } = link as CheckLink & { kind: "form" };
  expect(read(sharedLink(reproduce.permalink, emptyForm))).toEqual(link);
  const { credentials, mode, redirect, url } = request;
  expect(form).toMatchObject({ url, method: request.method, credentials, mode, redirect, from: request.origin });
  expect(form.body !== "").toBe(request.hasBody);
  expect(headersOf(form)).toEqual(request.headers.map(([name, value]) => [name, value.trim()]));
}
