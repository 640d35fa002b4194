import { describe, expect, test } from "vitest";
import {
  corsPreflightHeaders,
  corsPreflightReasons,
  corsUnsafeRequestHeaderNames,
  disallowedHeaderNames,
  judgeCorsPreflightResponse,
  needsCorsPreflight,
} from "../../src/protocol/index.ts";
import type { CorsPreflightJudgement, CorsPreflightRequest, Header, HeaderList } from "../../src/protocol/index.ts";
import { rows } from "./rows.ts";
import type { Row } from "./rows.ts";

interface ReasonsRow extends Row {
  request: Partial<CorsPreflightRequest>;
  cachedMethods?: string[];
  cachedHeaderNames?: string[];
  want: string[];
  headers?: HeaderList;
}

interface ResponseRow extends Row {
  status?: number;
  allowOrigin?: string | null;
  request: Partial<CorsPreflightJudgement>;
  headers: HeaderList;
  want: string | object;
  actual?: string | null;
  header?: string;
}

describe("what makes a preflight", () => {
  test.each(rows<ReasonsRow>("./cors-preflight.json"))("$name", (row) => {
    const request: CorsPreflightRequest = { method: "GET", headerList: [], useCorsPreflight: false, ...row.request };
    const unsafeNames = corsUnsafeRequestHeaderNames(request.headerList);
    const cached = {
      method: (method: string) => row.cachedMethods?.includes(method) ?? false,
      headerName: (name: string) => row.cachedHeaderNames?.includes(name) ?? false,
    };
    const reasons = corsPreflightReasons(request, unsafeNames, cached);
    expect(reasons.map((reason) => (reason.kind === "header" ? reason.name : reason.kind))).toEqual(row.want);
    expect(needsCorsPreflight(request, unsafeNames, cached)).toBe(row.want.length > 0);
    if (row.headers !== undefined) expect(corsPreflightHeaders(request.method, unsafeNames)).toEqual(row.headers);
  });

  test("without the names, they are worked out", () => {
    const request = { method: "GET", headerList: [["X-A", "1"] as Header], useCorsPreflight: false };
    expect(corsPreflightReasons(request)).toEqual([{ kind: "header", name: "x-a" }]);
    expect(needsCorsPreflight(request)).toBe(true);
  });
});

describe("the response to a preflight", () => {
  test.each(rows<ResponseRow>("./cors-preflight-response.json"))("$name", (row) => {
    const { status = 204, allowOrigin = "https://a.test", want, actual, header } = row;
    const headerList = row.request.headerList ?? [];
    const request: CorsPreflightJudgement = {
      serializedOrigin: "https://a.test",
      method: "GET",
      credentialsMode: "omit",
      useCorsPreflight: false,
      ...row.request,
      headerList,
      unsafeNames: corsUnsafeRequestHeaderNames(headerList),
    };
    const allow: HeaderList = allowOrigin === null ? [] : [["Access-Control-Allow-Origin", allowOrigin]];
    const outcome = judgeCorsPreflightResponse(request, { status, headerList: [...allow, ...row.headers] });
    if (typeof want === "string") {
      const name = header === undefined ? {} : { name: header };
      expect(outcome).toEqual({ ok: false, code: want, actual, ...name });
    } else {
      expect(outcome).toMatchObject({ ok: true, ...want });
    }
  });

  test("every header that is not allowed can be had, not only the first", () => {
    const request = { unsafeNames: ["x-a", "x-b", "x-c"], credentialsMode: "include" } as const;
    expect(disallowedHeaderNames(request, ["*", "X-B"])).toEqual(["x-a", "x-c"]);
  });
});
