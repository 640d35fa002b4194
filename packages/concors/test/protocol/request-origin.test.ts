import { describe, expect, test } from "vitest";
import {
  crossOriginResourcePolicyCheck,
  redirectTaint,
  requestOriginHeader,
  serializeRequestOrigin,
  taoCheck,
} from "../../src/protocol/index.ts";
import type {
  EmbedderPolicyValue,
  HeaderList,
  ReferrerPolicy,
  RequestMode,
  ResponseTainting,
} from "../../src/protocol/index.ts";
import { rows } from "./rows.ts";
import type { Row } from "./rows.ts";
import { origin, sameSite, schemelesslySameSite } from "./sites.ts";

interface TaintRow extends Row {
  origin: string;
  urls: string[];
  want: string;
  header: string;
}

interface OriginHeaderRow extends Row {
  origin: string;
  url: string;
  responseTainting: ResponseTainting;
  mode: RequestMode;
  method: string;
  referrerPolicy: ReferrerPolicy;
  want: string | null;
}

interface TaoRow extends Row {
  serializedOrigin?: string;
  timingAllowFailed?: boolean;
  mode?: RequestMode;
  isSameOriginWithCurrentUrl?: boolean;
  responseTainting: ResponseTainting;
  headers: HeaderList;
  want: string;
}

interface CorpRow extends Row {
  origin: string;
  url: string;
  embedderPolicyValue?: EmbedderPolicyValue;
  requestIncludesCredentials?: boolean;
  forNavigation?: boolean;
  headers: HeaderList;
  want: string;
}

describe("redirect-taint", () => {
  test.each(rows<TaintRow>("./redirect-taint.json"))("$name", ({ origin: serialized, urls, want, header }) => {
    const requestOrigin = origin(serialized);
    const taint = redirectTaint(requestOrigin, urls.map(origin), sameSite);
    expect(taint).toBe(want);
    expect(serializeRequestOrigin(requestOrigin, taint)).toBe(header);
  });
});

describe("append a request Origin header", () => {
  test.each(rows<OriginHeaderRow>("./request-origin-header.json"))("$name", ({ url, want, ...request }) => {
    const value = requestOriginHeader({
      ...request,
      serializedOrigin: request.origin,
      origin: origin(request.origin),
      currentUrlOrigin: origin(url),
    });
    expect(value).toBe(want);
  });
});

describe("TAO check", () => {
  test.each(rows<TaoRow>("./tao-check.json"))("$name", ({ headers, want, ...request }) => {
    const outcome = taoCheck(
      {
        serializedOrigin: "https://a.test",
        timingAllowFailed: false,
        mode: "no-cors",
        isSameOriginWithCurrentUrl: true,
        ...request,
      },
      headers,
    );
    expect(outcome.ok ? "ok" : outcome.code).toBe(want);
  });
});

describe("cross-origin resource policy check", () => {
  test.each(rows<CorpRow>("./cross-origin-resource-policy-check.json"))("$name", (row) => {
    const outcome = crossOriginResourcePolicyCheck({
      origin: origin(row.origin),
      embedderPolicyValue: row.embedderPolicyValue ?? "unsafe-none",
      headerList: row.headers,
      responseUrlOrigin: origin(row.url),
      requestIncludesCredentials: row.requestIncludesCredentials ?? false,
      forNavigation: row.forNavigation ?? false,
      isSchemelesslySameSite: schemelesslySameSite,
    });
    expect(outcome.ok ? "ok" : outcome.code).toBe(row.want);
  });
});
