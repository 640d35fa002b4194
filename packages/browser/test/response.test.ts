import { Response as UndiciResponse } from "undici";
import { describe, expect, test } from "vitest";
import { Response } from "../src/index.ts";

describe("making a response", () => {
  const rows: { name: string; init: ConstructorParameters<typeof Response>; throws?: typeof RangeError }[] = [
    { name: "nothing is a 200 without a body", init: [] },
    { name: "a string is UTF-8 text", init: ["ä"] },
    { name: "URLSearchParams are a form", init: [new URLSearchParams({ a: "1 2" })] },
    { name: "a Blob brings its type", init: [new Blob(["x"], { type: "text/css" })] },
    { name: "bytes have no type", init: [new Uint8Array([65, 66])] },
    { name: "a header wins over the body's type", init: ["{}", { headers: { "content-type": "application/json" } }] },
    { name: "its status and text", init: ["", { status: 418, statusText: "Teapot" }] },
    { name: "204 without a body", init: [null, { status: 204 }] },
    { name: "204 takes no body", init: ["x", { status: 204 }], throws: TypeError },
    { name: "a status is at least 200", init: [null, { status: 199 }], throws: RangeError },
    { name: "a status is at most 599", init: [null, { status: 600 }], throws: RangeError },
    { name: "a status text has no line break", init: [null, { statusText: "a\nb" }], throws: TypeError },
  ];
  test.each(rows)("$name", async ({ init, throws }) => {
    if (throws !== undefined) {
      expect(() => new Response(...init)).toThrow(throws);
      expect(() => new UndiciResponse(...(init as []))).toThrow(throws);
      return;
    }
    expect(await facts(new Response(...init))).toEqual(await facts(new UndiciResponse(...(init as []))));
  });

  test("Response.json, .redirect and .error", async () => {
    expect(await facts(Response.json({ a: 1 }, { status: 201 }))).toEqual(
      await facts(UndiciResponse.json({ a: 1 }, { status: 201 })),
    );
    expect(await facts(Response.redirect("https://a.example", 307))).toEqual(
      await facts(UndiciResponse.redirect("https://a.example", 307)),
    );
    expect(await facts(Response.error())).toEqual(await facts(UndiciResponse.error()));
    expect(() => Response.json(undefined)).toThrow(TypeError);
    expect(() => Response.redirect("https://a.example", 200)).toThrow(RangeError);
    expect(() => Response.redirect("/relative")).toThrow(TypeError);
  });
});

async function facts(response: Response | UndiciResponse): Promise<object> {
  const { type, url, redirected, status, ok, statusText } = response;
  const hasBody = response.body !== null;
  return {
    type,
    url,
    redirected,
    status,
    ok,
    statusText,
    hasBody,
    headers: [...response.headers],
    text: await response.text(),
  };
}

describe("reading a body", () => {
  test("in each way", async () => {
    const made = (): Response => new Response('{"a":1}', { headers: { "Content-Type": "application/json" } });
    expect(await made().text()).toBe('{"a":1}');
    expect(await made().json()).toEqual({ a: 1 });
    expect(Buffer.from(await made().arrayBuffer()).toString()).toBe('{"a":1}');
    expect(await made().bytes()).toEqual(new Uint8Array(Buffer.from('{"a":1}')));
    const blob = await made().blob();
    expect([blob.type, await blob.text()]).toEqual(["application/json", '{"a":1}']);
  });

  test("a byte order mark is not text", async () => {
    expect(await new Response(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])).text()).toBe("a");
  });

  test("a form, both ways of writing it", async () => {
    const form = new FormData();
    form.append("name", "Ada\nLovelace");
    form.append("file", new File(["contents"], 'a "quoted" name.txt', { type: "text/plain" }));
    const read = await new Response(form).formData();
    expect(read.get("name")).toBe("Ada\r\nLovelace");
    const file = read.get("file") as File;
    expect([file.name, file.type, await file.text()]).toEqual(['a "quoted" name.txt', "text/plain", "contents"]);
    expect((await new Response(new URLSearchParams({ a: "1 2" })).formData()).get("a")).toBe("1 2");
    await expect(new Response("text").formData()).rejects.toThrow(TypeError);
  });

  test("once only", async () => {
    const response = new Response("text");
    expect(response.bodyUsed).toBe(false);
    await response.text();
    expect(response.bodyUsed).toBe(true);
    expect(response.body?.locked).toBe(true);
    await expect(response.text()).rejects.toThrow(TypeError);
    expect(() => response.clone()).toThrow(TypeError);
  });

  test("no body can be read as often as one likes", async () => {
    const response = new Response(null);
    expect([await response.text(), await response.text(), response.bodyUsed]).toEqual(["", "", false]);
  });

  test("not while a reader holds it", async () => {
    const response = new Response("text");
    const reader = response.body!.getReader();
    expect(response.bodyUsed).toBe(false);
    await expect(response.text()).rejects.toThrow(TypeError);
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("text");
    expect(response.bodyUsed).toBe(true);
  });

  test("with a reader that brings its own buffer", async () => {
    const reader = new Response("text").body!.getReader({ mode: "byob" });
    const first = await reader.read(new Uint8Array(2));
    const second = await reader.read(new Uint8Array(9));
    const third = await reader.read(new Uint8Array(9));
    expect([first.value, second.value].map((bytes) => new TextDecoder().decode(bytes))).toEqual(["te", "xt"]);
    expect(third.done).toBe(true);
  });

  test("a clone is read on its own, from bytes and from a stream", async () => {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("text"));
        controller.close();
      },
    });
    for (const response of [new Response("text"), new Response(stream)]) {
      const clone = response.clone();
      expect([await response.text(), await clone.text()]).toEqual(["text", "text"]);
    }
  });

  test("a stream that was read from makes no response", async () => {
    const { body } = new Response("text");
    await body!.getReader().read();
    expect(() => new Response(body)).toThrow(TypeError);
  });
});
