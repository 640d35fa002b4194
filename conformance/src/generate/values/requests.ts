import type { CredentialsMode } from "concors/protocol";
import type { HostName, Scenario, ScenarioStep } from "../../scenario.ts";
import type { Headers } from "./answers.ts";
import type { Random } from "../random.ts";

export type Body = NonNullable<ScenarioStep["body"]>;

export function page(random: Random): Scenario["page"] {
  return random.chance(0.15) ? "null" : "A";
}

/** Mostly another site, sometimes another origin of the site, sometimes the page's own. */
export function host(random: Random): HostName {
  return random.weightedName({ B: 58, C: 4, A2: 28, A: 10 });
}

/** Absent, mostly. */
export function credentials(random: Random, presence = 0.2): { readonly credentials?: CredentialsMode } {
  return random.chance(presence) ? { credentials: random.pick(["include", "include", "same-origin", "omit"]) } : {};
}

export const bodies: readonly Body[] = [
  { text: "hello" },
  { type: "", text: "x" },
  { type: "text/plain", text: "x" },
  { type: "text/plain;charset=utf-8", text: "x" },
  { type: "application/json", text: "{}" },
  { type: "multipart/form-data", text: "x" },
  { type: "application/x-www-form-urlencoded", text: "a=b" },
  { type: "TEXT/HTML", text: "x" },
  { form: "a=b" },
];

export function canHaveBody(method: string | undefined): boolean {
  return method !== undefined && !/^(get|head)$/i.test(method);
}

export const methods: readonly string[] = [
  "GET",
  "GET",
  "PUT",
  "PUT",
  "PUT",
  "DELETE",
  "DELETE",
  "DELETE",
  "PATCH",
  "PATCH",
  "PATCH",
  "POST",
  "POST",
  "HEAD",
  "patch",
  "put",
  "post",
  "Delete",
  "get",
  "head",
  "options",
  "OPTIONS",
  "CHICKEN",
  "QUERY",
  "Custom-x",
  "PaTCH",
  "TRACE",
  "track",
  "CONNECT",
  "PROPFIND",
  "pUT",
];

/** A step's headers; none if there are none, as a page would write it. */
export function headersOf(headers: Headers): { readonly headers?: Headers } {
  return headers.length === 0 ? {} : { headers };
}
