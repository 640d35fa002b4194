import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTarget } from "../src/target/parse-target.ts";

describe("a target", () => {
  test.each([
    ["the path", "/https://a.test/b?c=d", "https://a.test/b?c=d"],
    ["slashes stay", "/http://a.test//b///c//", "http://a.test//b///c//"],
    ["escapes stay", "/http://a.test/%2F%252F?%20", "http://a.test/%2F%252F?%20"],
    ["a default port that is spelled out stays", "/http://a.test:80/", "http://a.test:80/"],
    ["a default port that is left out stays so", "/https://a.test", "https://a.test/"],
    ["an IPv6 address with its default port", "/http://[2606::1]:80/", "http://[2606::1]:80/"],
    ["a query", "/?url=https%3A%2F%2Fa.test%2Fb%3Fc%3Dd%26e", "https://a.test/b?c=d&e"],
    ["a query that is not encoded is all that follows", "/?url=https://a.test/b?c=d&e=f", "https://a.test/b?c=d&e=f"],
    ["an encoded path", "/https%3a%2F%2Fa.test%2Fb", "https://a.test/b"],
    ["encoded once, decoded once", "/?url=https%3A%2F%2Fa.test%2F%2525", "https://a.test/%25"],
    ["an encoded path with a query", "/https%3A%2F%2Fa.test%2Fb?c=%2F", "https://a.test/b?c=%2F"],
    ["upper case", "/HTTPS://A.TEST/B", "https://a.test/B"],
    ["the fragment is nobody's", "/http://a.test/b#c", "http://a.test/b"],
    ["a target in a target's query", "/http://a.test/?u=http://127.0.0.1/", "http://a.test/?u=http://127.0.0.1/"],
    ["an @ in the path", "/http://a.test/@b", "http://a.test/@b"],
    ["a user alone is nobody", "/http://a.test@b.test/", "http://b.test/"],
    ["however it is spelled", "/http://%ff@a.test:80/", "http://a.test:80/"],
    ["behind the last @ is the host", "/http://a@b@127.0.0.1/", "http://127.0.0.1/"],
    ["numbers are an address", "/http://0x7f.1/", "http://127.0.0.1/"],
  ])("%s: %s", (_name, requestTarget, href) => {
    const parsed = parseTarget(requestTarget);
    expect(parsed.ok && parsed.target.href).toBe(href);
  });

  test.each([
    ["*", "target-form-unknown"],
    ["http://a.test/", "target-form-unknown"],
    ["/", "target-missing"],
    ["/?url=", "target-missing"],
    ["/?q=http://a.test/", "target-missing"],
    ["/a.test/b", "target-without-scheme"],
    ["/a.test:8080/b", "target-without-scheme"],
    ["//a.test/b", "target-without-scheme"],
    ["/http:/a.test/", "target-without-slashes"],
    ["/http:a.test", "target-without-slashes"],
    ["/http:///a.test/", "target-malformed"],
    ["/http://", "target-malformed"],
    ["/http://[/", "target-malformed"],
    ["/http://[::1", "target-malformed"],
    ["/http://xn--a%ff/", "target-malformed"],
    ["/http://a.test:65536/", "target-malformed"],
    ["/http:\\\\a.test\\", "target-malformed"],
    ["/http://a.test\\@b.test/", "target-malformed"],
    ["/?url=ht%0Atp%3A%2F%2Fa.test%2F", "target-malformed"],
    ["/?url=https%3A%2F%2Fa.test%2F&b=c", "target-malformed"],
    ["/?url=%E0%A4", "target-malformed"],
    ["/http://u:p@a.test/", "target-with-userinfo"],
    ["/http://:p@a.test/", "target-with-userinfo"],
    ["/http://a.test:80@b.test:80/", "target-with-userinfo"],
    ["/http://u@/", "target-malformed"],
    ["/http://localhost../", "target-malformed"],
    ["/http://127.0.0.1../", "target-malformed"],
    ["/http://.a.test/", "target-malformed"],
    ["/http://a%2E%E3%80%82test/", "target-malformed"],
    ["/ftp://a.test/", "target-scheme-refused"],
    ["/data:text/plain,hi", "target-scheme-refused"],
    ["/javascript:alert(1)", "target-scheme-refused"],
  ])("%j is none: %s", (requestTarget, code) => {
    expect(parseTarget(requestTarget)).toEqual({ ok: false, code });
  });

  const anyText = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc
      .array(fc.constantFrom(..."http https : / // ? url= [ ] @ % %2F %3A . 127.1 ::1 \\ # & \t a".split(" ")))
      .map((parts) => parts.join("")),
  );

  test("whatever is asked for, nothing is thrown; what comes out is one URL, without user, that says the same again", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseTarget(`/${text}`);
        if (!parsed.ok) return;
        const { href, hostname, origin, path, scheme } = parsed.target;
        const url = new URL(href);
        expect([url.hostname, url.origin, `${url.pathname}${url.search}`]).toEqual([hostname, origin, path]);
        expect([url.username, url.password, url.hash]).toEqual(["", "", ""]);
        expect(["http", "https"]).toContain(scheme);
        // Nothing in it that a request line could end at.
        expect(path).toMatch(/^\/[!-~]*$/);
        expect(parseTarget(`/${href}`)).toEqual(parsed);
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    ["wss://a.test/x", "https://a.test/x"],
    ["WS://a.test:81/x", "http://a.test:81/x"],
    ["?url=wss%3A%2F%2Fa.test", "https://a.test/"],
    ["?url=wss://a.test/?b&c", "https://a.test/?b&c"],
    ["wss%3A%2F%2Fa.test", "https://a.test/"],
  ])("%s is %s, and only where a WebSocket is asked for", (text, href) => {
    expect(parseTarget(`/${text}`, true)).toMatchObject({ ok: true, target: { href } });
    expect(parseTarget(`/${text}`)).toEqual({ ok: false, code: "target-scheme-refused" });
  });

  test("the three forms of a URL mean the same", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
        const encoded = encodeURIComponent(url);
        const [plain, ...others] = [`/${url}`, `/?url=${encoded}`, `/${encoded}`].map((text) => parseTarget(text));
        for (const other of others) expect(other).toEqual(plain);
      }),
    );
  });
});
