import type { Destination } from "@concors/explain";
import type { CheckInput } from "../../check/check-input.ts";
import type { CheckOptions } from "../../check/check-options.ts";
import { destinations } from "../../check/add-check-options.ts";
import { parseCheck } from "../../check/parse-check.ts";
import type { JsonObject } from "../json-value.ts";
import { objectOf, oneOf, pairsOf, textOf, textsOf } from "../json-value.ts";
import { takeFor } from "./take-for.ts";
import type { Taken } from "./take-for.ts";

/** An order that was understood: what to ask, or a recording that says it all. */
export type CheckedOrder =
  | { readonly kind: Exclude<Taken, "har">; readonly input: CheckInput }
  | { readonly kind: "har"; readonly text: string };

/**
 * Takes what the page sent for what it is meant to be.
 *
 * @throws ProblemError, or UsageError in the words of the command line
 */
export function checkOrder(value: unknown): CheckedOrder {
  const order = objectOf(value, "An order");
  const said = oneOf(order["kind"], ["request", "curl", "fetch", "paste", "har"], "kind");
  if (said === "request") return { kind: said, input: requestInput(textOf(order["url"], "url"), order) };
  const text = textOf(order["text"], "text").trim();
  const kind = said === "paste" ? takeFor(text) : said;
  if (kind === "har") return { kind, text };
  if (kind === "request") return { kind, input: requestInput(text, order) };
  return { kind, input: parseCheck(undefined, { ...optionsOf(order), [kind]: text }) };
}

function requestInput(url: string, order: JsonObject): CheckInput {
  const { body, headers = [], method } = order;
  return parseCheck(url.trim(), {
    ...optionsOf(order),
    header: pairsOf(headers, "headers").map(([name, text]) => `${name}: ${text}`),
    ...(method === undefined ? {} : { request: textOf(method, "method") }),
    ...(body === undefined || body === null ? {} : { data: textOf(body, "body") }),
  });
}

/** As commander leaves them. */
function optionsOf(settings: JsonObject): CheckOptions {
  const { credentials, crossOrigin, destination, embedderPolicy, mode, origin, policies, redirect, send } = settings;
  return {
    ...(origin === undefined ? {} : { from: textOf(origin, "origin").trim() }),
    ...(credentials === undefined
      ? {}
      : { credentials: oneOf(credentials, ["omit", "same-origin", "include"], "credentials") }),
    ...(mode === undefined ? {} : { mode: oneOf(mode, ["cors", "no-cors", "same-origin"], "mode") }),
    ...(redirect === undefined ? {} : { redirect: oneOf(redirect, ["follow", "error", "manual"], "redirect") }),
    ...(destination === undefined ? {} : { as: oneOf<Destination>(destination, destinations, "destination") }),
    ...(crossOrigin === undefined
      ? {}
      : { crossorigin: oneOf(crossOrigin, ["anonymous", "use-credentials"], "crossOrigin") }),
    ...(policies === undefined ? {} : { csp: textsOf(policies, "policies") }),
    ...(send === true ? { send } : {}),
    header: [],
    coep:
      embedderPolicy === undefined
        ? "unsafe-none"
        : oneOf(embedderPolicy, ["unsafe-none", "credentialless", "require-corp"], "embedderPolicy"),
    browser: "all",
    resolve: [],
    timeout: "10",
    color: false,
  };
}
