import { describe, expect, test } from "vitest";
import { httpRedirect, isNullBodyStatus, isOkStatus, isRedirectStatus, locationUrl } from "../../src/protocol/index.ts";
import type { HeaderList, HttpRedirectRequest } from "../../src/protocol/index.ts";
import { rows } from "./rows.ts";
import type { Row } from "./rows.ts";
import { origin } from "./sites.ts";

interface LocationRow extends Row {
  headers: HeaderList;
  fragment?: string;
  want: string | null;
}

interface RedirectRow extends Row {
  status: number;
  location: string;
  request: Partial<Omit<HttpRedirectRequest, "currentUrl" | "origin">> & { currentUrl?: string };
  want: string | object;
  actual?: string;
}

describe("location URL", () => {
  test.each(rows<LocationRow>("./location-url.json"))("$name", ({ headers, fragment = "", want }) => {
    const location = locationUrl(headers, new URL("https://a.test/x/y"), fragment);
    expect(location instanceof URL ? location.href : location).toBe(want);
  });
});

describe("HTTP-redirect fetch", () => {
  test.each(rows<RedirectRow>("./http-redirect.json"))("$name", ({ status, location, request, want, actual }) => {
    const outcome = httpRedirect(
      {
        method: "GET",
        headerList: [],
        mode: "cors",
        responseTainting: "basic",
        origin: origin("https://a.test"),
        redirectCount: 0,
        hasBody: false,
        bodySourceIsNull: false,
        ...request,
        currentUrl: new URL(request.currentUrl ?? "https://a.test/"),
      },
      status,
      new URL(location),
    );
    if (typeof want === "string") {
      expect(outcome).toMatchObject({ ok: false, code: want, ...(actual === undefined ? {} : { actual }) });
    } else {
      expect(outcome).toMatchObject({ ok: true, ...want });
    }
  });
});

test("a status has its classes", () => {
  const statuses = Array.from({ length: 1000 }, (_, status) => status);
  expect(statuses.filter(isRedirectStatus)).toEqual([301, 302, 303, 307, 308]);
  expect(statuses.filter(isNullBodyStatus)).toEqual([101, 103, 204, 205, 304]);
  expect(statuses.filter(isOkStatus)).toHaveLength(100);
});
