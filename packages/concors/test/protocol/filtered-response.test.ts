import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  basicFilteredHeaderList,
  corsExposedHeaderNameList,
  corsFilteredHeaderList,
  isCorsSafelistedResponseHeaderName,
} from "../../src/protocol/index.ts";
import type { CredentialsMode, Header, HeaderList } from "../../src/protocol/index.ts";
import { rows } from "./rows.ts";
import type { Row } from "./rows.ts";

interface FilterRow extends Row {
  credentialsMode?: CredentialsMode;
  headers: HeaderList;
  want: string[];
}

describe("CORS filtered response", () => {
  test.each(rows<FilterRow>("./filtered-response.json"))("$name", ({ headers, credentialsMode = "omit", want }) => {
    const exposedNames = corsExposedHeaderNameList(headers, credentialsMode);
    expect(corsFilteredHeaderList(headers, exposedNames).map(([name]) => name)).toEqual(want);
  });

  test("is what asking name by name gives", () => {
    const name = fc.constantFrom("X-A", "x-a", "Set-Cookie", "content-type", "ETag", "x-b", "*");
    fc.assert(
      fc.property(fc.array(name), fc.array(name, { maxLength: 40 }), (names, exposedNames) => {
        const list = names.map((header): Header => [header, ""]);
        expect(corsFilteredHeaderList(list, exposedNames)).toEqual(
          list.filter(([header]) => isCorsSafelistedResponseHeaderName(header, exposedNames)),
        );
      }),
    );
  });
});

test("a basic filtered response hides the cookies and nothing else", () => {
  const list: Header[] = [
    ["Set-Cookie", "a"],
    ["ETag", "a"],
    ["set-cookie2", "a"],
    ["Set-Cookie3", "a"],
  ];
  expect(basicFilteredHeaderList(list)).toEqual([
    ["ETag", "a"],
    ["Set-Cookie3", "a"],
  ]);
});
