import { describe, expect, test } from "vitest";
import { checkPolicy, createCors } from "../../src/index.ts";
import type { CorsRequest } from "../../src/index.ts";
import { rows } from "../protocol/rows.ts";
import type { Row } from "../protocol/rows.ts";

/** Texts to write one after the other, some of them many times. */
type LongText = { readonly text: readonly (string | readonly [text: string, times: number])[] };

/** A mistake that CORS code is prone to, and what is right: a decision, or the issues of a policy that cannot be used. */
interface MistakeRow extends Row {
  readonly policy: unknown;
  readonly request?: { readonly method: string; readonly headers: Readonly<Record<string, string | LongText>> };
  readonly repeat?: number;
  readonly want?: { readonly headers: Readonly<Record<string, string>> };
  readonly issues?: readonly string[];
}

function requestOf({ method, headers }: NonNullable<MistakeRow["request"]>): CorsRequest {
  const entries = Object.entries(headers).map(([name, value]) => [name, textOf(value)] as const);
  return { method, headers: entries };
}

function textOf(value: string | LongText): string {
  if (typeof value === "string") return value;
  return value.text.map((part) => (typeof part === "string" ? part : part[0].repeat(part[1]))).join("");
}

describe("mistakes that CORS code is prone to", () => {
  test.each(rows<MistakeRow>("../policy/mistakes.json"))("$name", ({ policy, request, repeat = 1, want, issues }) => {
    const checked = checkPolicy(policy);
    if (!checked.ok) {
      expect(checked.issues.map(({ code }) => code)).toEqual(issues);
      return;
    }
    const { decide } = createCors(checked.policy);
    for (let time = 0; time < repeat; time++) {
      const { headers, ...decision } = decide(requestOf(request!));
      expect({ ...decision, headers: Object.fromEntries(headers) }).toEqual({
        ...want,
        ...("reason" in decision && { reason: decision.reason }),
      });
    }
  });
});
