import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { headersElsewhere, headersWithoutBody, requestHeaders } from "../src/headers/request-headers.ts";
import { recordOf } from "../src/headers/raw-headers.ts";
import { locationHeaders, responseHeaders } from "../src/headers/response-headers.ts";

const rules = { secretHeaders: ["x-proxy-key"], pseudonym: "concors-1" };

function namesOf(headers: readonly string[]): readonly string[] {
  return headers.filter((_part, index) => index % 2 === 0).map((name) => name.toLowerCase());
}

describe("request headers", () => {
  test.each([
    [
      "what is not known is passed on, lines and spelling as they are",
      ["X-A", "1", "x-a", "2"],
      ["X-A", "1", "x-a", "2"],
    ],
    [
      "a name that Connection lists, in any line of it",
      ["Connection", "close", "connection", "X-A,  x-b", "X-A", "1", "X-B", "2"],
      [],
    ],
    [
      "an underscore for a hyphen",
      [
        "X_Forwarded_For",
        "::1",
        "Transfer_Encoding",
        "chunked",
        "X_Proxy_Key",
        "k",
        "Connection",
        "X_B",
        "X-B",
        "1",
        "X_B",
        "2",
      ],
      [],
    ],
    ["all that begins with Sec- or Proxy-", ["Sec-Fetch-Mode", "cors", "Sec-CH-UA", "x", "Proxy-X", "y"], []],
    [
      "who asks, and where he is, as platforms say it; what else is for one of them is",
      "CF-Connecting-IPv6 CF-IPCountry CF-IPLatitude Fly-Client-IP X-Vercel-IP-City X-NF-Geo X-Vercel-Forwarded-For X-Original-Forwarded-For CloudFront-Viewer-Address X-Azure-ClientIP X-AppEngine-CityLatLong Fastly-Client-IP CF-Access-Client-Id Fastly-Key X-Client-Info"
        .split(" ")
        .flatMap((header) => [header, "x"]),
      ["CF-Access-Client-Id", "x", "Fastly-Key", "x", "X-Client-Info", "x"],
    ],
    [
      "what asks for a range or a kind of answer",
      ["Range", "bytes=0-1", "Accept", "a/b"],
      ["Range", "bytes=0-1", "Accept", "a/b"],
    ],
  ])("%s", (_name, headers, passed) => {
    expect(requestHeaders(headers, rules)).toEqual([...passed, "Via", "1.1 concors-1"]);
  });

  test("proxies that a request came through are kept, in one line", () => {
    expect(requestHeaders(["Via", "1.0 a", "via", "1.1 b"], rules)).toEqual(["Via", "1.0 a, 1.1 b, 1.1 concors-1"]);
  });

  test("elsewhere goes what is harmless alone, and without a body nothing about a body", () => {
    const headers = ["Accept", "a", "Authorization", "b", "X-Any", "c", "Content-Type", "d", "Via", "e"];
    expect(namesOf(headersElsewhere(headers))).toEqual(["accept", "content-type", "via"]);
    expect(namesOf(headersWithoutBody(headers))).toEqual(["accept", "authorization", "x-any", "via"]);
  });
});

const name = fc.oneof(
  fc.constantFrom(
    ..."Set-Cookie SET-COOKIE2 Strict-Transport-Security Alt-Svc Clear-Site-Data NEL Refresh Connection Keep-Alive Access-Control-Allow-Origin X-A __proto__ constructor Location Via Content-Security-Policy X-Final-URL X-CORS-Redirect-9 WWW-Authenticate".split(
      " ",
    ),
  ),
  fc.stringMatching(/^[!#$%&'*+.^_`|~\w-]{1,12}$/),
);
const value = fc.oneof(
  fc.constantFrom("X-A", "basic", "close, set-cookie", "a\u0000b", "\u00FF", "\u0100"),
  fc.string(),
);
const headerLines = fc.array(fc.tuple(name, value), { maxLength: 12 }).map((pairs) => pairs.flat());

test("whatever a target answers, nothing of it holds for this proxy's origin, and Node writes all of it", () => {
  fc.assert(
    fc.property(headerLines, fc.constantFrom(200, 201, 304, 401), (lines, status) => {
      const headers = recordOf(responseHeaders(status, lines, "concors-1"));
      const names = Object.keys(headers);
      expect(
        names.filter((given) =>
          /^(?:set-cookie2?|strict-transport-security|alt-svc|clear-site-data|nel|refresh|connection|keep-alive|access-control-.*|x-final-url|x-cors-redirect-.*)$/.test(
            given,
          ),
        ),
      ).toEqual([]);
      if (status === 304) expect(names).not.toContain("location");
      expect([headers["content-security-policy"]].flat()).toContain("sandbox");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      for (const line of Object.values(headers).flat()) expect(line).toMatch(/^[\t -~\u0080-\u00FF]*$/);
    }),
  );
});

test("headers say where an answer came from, in the order of the redirects", () => {
  expect(Object.entries(recordOf(locationHeaders("a", "c", ["302 b", "307 c"])))).toEqual([
    ["x-request-url", "a"],
    ["x-cors-redirect-1", "302 b"],
    ["x-cors-redirect-2", "307 c"],
    ["x-final-url", "c"],
  ]);
});
