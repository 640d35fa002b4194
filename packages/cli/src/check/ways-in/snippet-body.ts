import type { Node } from "@babel/types";
import { asText, calleeOf, DynamicValue } from "./literal-value.ts";
import type { LiteralReader, LiteralRecord, LiteralValue } from "./literal-value.ts";

export interface GivenBody {
  readonly text: string | null;
  /** The type that it brings with it; null for that of a text. */
  readonly type: string | null;
  readonly isKnown: boolean;
}

/** What is made of an object: a text, JSON (axios), or a form (jQuery). */
export type BodyManner = "form" | "json" | "text";

/** What a body says matters to no check, so long as it is not sent; that there is one does, and of which type. */
export function bodyOf(given: Node | undefined, reader: LiteralReader, manner: BodyManner): GivenBody {
  if (given === undefined) return noBody;
  const node = reader.resolved(given);
  const made = node.type === "NewExpression" ? calleeOf(node.callee) : "";
  if (made === "FormData") return { text: "", type: "multipart/form-data; boundary=concors", isKnown: false };
  const isForm = made === "URLSearchParams";
  const unknownType = { form: ofForm, json: "application/json", text: null }[manner];
  try {
    const value = reader.value(given, ["body"]);
    if (value === undefined || value === null) return noBody;
    if (isForm) return { text: asText(value), type: "application/x-www-form-urlencoded;charset=UTF-8", isKnown: true };
    if (typeof value === "string" && manner === "json") {
      return { text: value, type: "application/x-www-form-urlencoded", isKnown: true };
    }
    return { text: textOf(value, manner), type: unknownType, isKnown: true };
  } catch (error) {
    if (!(error instanceof DynamicValue)) throw error;
    return { text: "", type: isForm ? ofForm : unknownType, isKnown: false };
  }
}

const noBody: GivenBody = { text: null, type: null, isKnown: true };

const ofForm = "application/x-www-form-urlencoded; charset=UTF-8";

function textOf(value: LiteralValue, manner: BodyManner): string {
  if (manner === "text" || typeof value !== "object" || value === null) return asText(value);
  if (manner === "json") return JSON.stringify(value);
  return new URLSearchParams(
    Object.entries(value as LiteralRecord).map(([name, text]): [string, string] => [name, asText(text)]),
  ).toString();
}
