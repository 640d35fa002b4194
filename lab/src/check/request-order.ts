import type { RequestOrder } from "@concors/cli/lab";
import { chooses } from "./asking.ts";
import type { CheckForm } from "./check-link.ts";
import { headersOf } from "./check-link.ts";

/** What is said of a page beside its origin. */
export function pageSettings({ coep, csp }: CheckForm): Pick<RequestOrder, "embedderPolicy" | "policies"> {
  const policies = policiesOf(csp);
  return {
    ...(policies.length > 0 && { policies }),
    ...(coep !== "unsafe-none" && { embedderPolicy: coep }),
  };
}

/** The request in a form, as the server is asked to check it: without what has no part in what asks. */
export function requestOrder(form: CheckForm, url: string, send: boolean): RequestOrder {
  const { as, body, credentials, crossorigin, from, method, mode, redirect } = form;
  return {
    kind: "request",
    url,
    ...(from.trim() !== "" && { origin: from.trim() }),
    ...(as !== "fetch" && { destination: as }),
    ...(chooses(form, "crossorigin") && crossorigin !== "none" && { crossOrigin: crossorigin }),
    ...(chooses(form, "method") && { method }),
    ...(chooses(form, "headers") && { headers: headersOf(form) }),
    ...(chooses(form, "body") && { body: body === "" ? null : body }),
    ...(chooses(form, "credentials") && { credentials }),
    ...(chooses(form, "mode") && { mode }),
    ...(chooses(form, "redirect") && { redirect }),
    ...pageSettings(form),
    send,
  };
}

/** A policy in each line, as it is in the header or with the header's name before it; one that only reports blocks nothing. */
function policiesOf(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => !/^\s*content-security-policy-report-only\s*:/i.test(line))
    .map((line) => line.replace(/^\s*content-security-policy\s*:/i, "").trim())
    .filter((policy) => policy !== "");
}
