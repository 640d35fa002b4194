import { block } from "../../block.ts";
import type { Block, OriginRule } from "../../block.ts";
import { isTrueAt, numberAt, scalarsAt, textsAt } from "../../data/data.ts";
import type { Data, DataScalar } from "../../data/data.ts";
import { expressionOfGlob } from "../../expression/written-otherwise.ts";
import { wordsOf } from "../names.ts";

/**
 * `CorsConfiguration` of an HTTP API, and `Cors` of a function URL: they have the same names. Which of the two it is, and
 * so what becomes of headers that come from behind, is not said.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html
 */
export function allowListsBlock(lists: Data): Block {
  return block({
    at: lists.at,
    scope: { kind: "all" },
    origins: scalarsAt(lists, "AllowOrigins").map(originRule),
    credentials: isTrueAt(lists, "AllowCredentials"),
    methods: wordsOf(textsAt(lists, "AllowMethods")),
    requestHeaders: wordsOf(textsAt(lists, "AllowHeaders")),
    exposedHeaders: wordsOf(textsAt(lists, "ExposeHeaders")),
    maxAge: numberAt(lists, "MaxAge"),
    preflight: { answered: { is: "preflights" }, granted: { is: true }, afterAuthentication: { is: false } },
  });
}

/** Of patterns there are only these. */
function originRule({ text, at }: DataScalar): OriginRule {
  if (text === "*") return { kind: "any", at };
  return /^https?:\/\/\*$/.test(text) ? expressionOfGlob(text, at) : { kind: "exact", origin: text, at };
}
