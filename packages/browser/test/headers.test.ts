import fc from "fast-check";
import { Headers as UndiciHeaders } from "undici";
import { describe, expect, test } from "vitest";
import { Browser, Headers, Response, memoryTransport } from "../src/index.ts";

const page = new Browser({ transport: memoryTransport(() => ({})) }).open("https://app.example/");

describe("what a request's Headers let a page set", () => {
  const rows: { name: string; header: [string, string]; cors: string | null; noCors: string | null }[] = [
    { name: "any name", header: ["X-Id", "1"], cors: "1", noCors: null },
    { name: "a safelisted one", header: ["Accept", "text/html"], cors: "text/html", noCors: "text/html" },
    {
      name: "a safelisted name with an unsafe value",
      header: ["Content-Type", "application/json"],
      cors: "application/json",
      noCors: null,
    },
    {
      name: "Range, which only a browser may send without CORS",
      header: ["Range", "bytes=0-1"],
      cors: "bytes=0-1",
      noCors: null,
    },
    { name: "a forbidden one", header: ["Cookie", "a=1"], cors: null, noCors: null },
    { name: "one of a forbidden family", header: ["Sec-Fetch-Site", "none"], cors: null, noCors: null },
    {
      name: "an override to a forbidden method",
      header: ["X-HTTP-Method-Override", "get, TRACE"],
      cors: null,
      noCors: null,
    },
    { name: "an override to another method", header: ["X-HTTP-Method-Override", "PUT"], cors: "PUT", noCors: null },
    {
      name: "Origin, which is the browser's to tell",
      header: ["Origin", "https://a.example"],
      cors: null,
      noCors: null,
    },
  ];
  test.each(rows)("$name", ({ header: [name, value], cors, noCors }) => {
    for (const change of ["append", "set"] as const) {
      const inCors = new page.Request("/").headers;
      const inNoCors = new page.Request("/", { mode: "no-cors" }).headers;
      inCors[change](name, value);
      inNoCors[change](name, value);
      expect([inCors.get(name), inNoCors.get(name)]).toEqual([cors, noCors]);
    }
    expect(new page.Request("/", { headers: { [name]: value } }).headers.get(name)).toBe(cors);
    expect(new page.Request("/", { headers: [[name, value]], mode: "no-cors" }).headers.get(name)).toBe(noCors);
  });

  test("in no-cors mode a value that grows unsafe is not appended to", () => {
    const { headers } = new page.Request("/", { mode: "no-cors", headers: { Accept: "a".repeat(100) } });
    headers.append("Accept", "b".repeat(100));
    expect(headers.get("Accept")).toBe("a".repeat(100));
  });

  test("in no-cors mode only what could have been set can be deleted", () => {
    const { headers } = new page.Request("/", { mode: "no-cors", headers: { Accept: "text/html" } });
    headers.delete("X-Id");
    headers.delete("Accept");
    expect([...headers]).toEqual([]);
  });
});

describe("a response's Headers", () => {
  test("a made response takes no Set-Cookie", () => {
    const { headers } = new Response(null, { headers: { "Set-Cookie": "a=1", "X-Id": "1" } });
    headers.append("Set-Cookie2", "b=2");
    expect([...headers]).toEqual([["x-id", "1"]]);
  });

  test("a fetched response's cannot be changed", async () => {
    const { headers } = await page.fetch("/");
    expect(() => headers.append("X-Id", "1")).toThrow(TypeError);
    expect(() => headers.set("X-Id", "1")).toThrow(TypeError);
    expect(() => headers.delete("X-Id")).toThrow(TypeError);
  });

  test("nor can those of Response.error() and Response.redirect()", () => {
    expect(() => Response.error().headers.set("X-Id", "1")).toThrow(TypeError);
    expect(() => Response.redirect("https://a.example/").headers.set("X-Id", "1")).toThrow(TypeError);
  });
});

const invalid: { name: string; make: () => unknown }[] = [
  { name: "a name with a space", make: () => new Headers([["a b", "1"]]) },
  { name: "an empty name", make: () => new Headers([["", "1"]]) },
  { name: "a value with a line break", make: () => new Headers([["a", "1\r\nb: 2"]]) },
  { name: "a value with NUL", make: () => new Headers([["a", "\0"]]) },
  { name: "a character that is no byte", make: () => new Headers([["a", "…"]]) },
  { name: "a pair of three", make: () => new Headers([["a", "b", "c"]] as never) },
  { name: "a lone name", make: () => new Headers([["a"]] as never) },
  { name: "text", make: () => new Headers("a: 1" as never) },
  { name: "null", make: () => new Headers(null as never) },
  { name: "getting what is no name", make: () => new Headers().get("a b") },
  { name: "asking for what is no name", make: () => new Headers().has("") },
];
test.each(invalid)("$name is a TypeError", ({ make }) => {
  expect(make).toThrow(TypeError);
});

describe("as Node's own Headers", () => {
  const name = fc.constantFrom("a", "A", "b", "X-Id", "x-id", "Set-Cookie", "set-cookie", "_", "Accept");
  const value = fc.stringMatching(/^[ \t]?[!-~]{0,6}[ \t]?$/);
  const change = fc.oneof(
    fc.record({ kind: fc.constant("append" as const), name, value }),
    fc.record({ kind: fc.constant("set" as const), name, value }),
    fc.record({ kind: fc.constant("delete" as const), name, value }),
  );

  test("every sequence of changes reads the same", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const ours = new Headers();
        const theirs = new UndiciHeaders();
        for (const step of changes) {
          for (const headers of [ours, theirs]) {
            if (step.kind === "delete") headers.delete(step.name);
            else headers[step.kind](step.name, step.value);
          }
        }
        expect([...ours]).toEqual([...theirs]);
        expect([...ours.keys()]).toEqual([...theirs.keys()]);
        expect([...ours.values()]).toEqual([...theirs.values()]);
        expect(ours.getSetCookie()).toEqual(theirs.getSetCookie());
        expect(ours.get("x-ID")).toBe(theirs.get("x-ID"));
        expect(ours.has("A")).toBe(theirs.has("A"));
      }),
    );
  });

  test("made of pairs, of a record, of a Map, and of another Headers", () => {
    const pairs: [string, string][] = [
      ["b", "2"],
      ["a", "1"],
      ["B", "3"],
    ];
    for (const init of [
      pairs,
      Object.fromEntries(pairs),
      new Map(pairs),
      new UndiciHeaders(pairs),
      new Headers(pairs),
    ]) {
      expect([...new Headers(init)]).toEqual([...new UndiciHeaders(init as [string, string][])]);
    }
  });

  test("made of pairs of something else than text, which becomes text", () => {
    const pairs = [
      ["x-null", null],
      ["x-undefined", undefined],
      ["x-number", 1],
    ] as unknown as [string, string][];
    expect([...new Headers(pairs)]).toEqual([...new UndiciHeaders(pairs)]);
  });

  test("forEach and a live iterator see what is added meanwhile", () => {
    const seen = [new Headers([["a", "1"]]), new UndiciHeaders([["a", "1"]])].map((headers) => {
      const names: string[] = [];
      for (const [headerName] of headers) {
        names.push(headerName);
        if (names.length < 3) headers.append(`b${names.length}`, "1");
      }
      headers.forEach((headerValue, headerName) => names.push(`${headerName}=${headerValue}`));
      return names;
    });
    expect(seen[0]).toEqual(seen[1]);
  });
});
