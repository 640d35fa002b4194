import type { Header } from "concors/protocol";
import type { AsChoice } from "./asking.ts";
import { asChoices } from "./asking.ts";

/** What the form of a check holds. Texts, as somebody types them: what is wrong with them is for whoever reads them. */
export interface CheckForm {
  readonly url: string;
  /** The page's origin; "null" for an opaque one. */
  readonly from: string;
  readonly method: string;
  /** A header in each line, as `Name: value`. */
  readonly headers: string;
  /** Empty for none. */
  readonly body: string;
  readonly credentials: CredentialsChoice;
  readonly mode: ModeChoice;
  readonly redirect: RedirectChoice;
  /** What asks. */
  readonly as: AsChoice;
  /** The attribute of an element that asks. */
  readonly crossorigin: CrossOriginChoice;
  /** The page's Content-Security-Policy, one in each line; empty if it is not known. */
  readonly csp: string;
  /** The page's Cross-Origin-Embedder-Policy. */
  readonly coep: EmbedderChoice;
}

export const credentialsChoices = ["same-origin", "include", "omit"] as const;
export const modeChoices = ["cors", "no-cors", "same-origin"] as const;
export const redirectChoices = ["follow", "error", "manual"] as const;
export const crossoriginChoices = ["none", "anonymous", "use-credentials"] as const;
export const coepChoices = ["unsafe-none", "credentialless", "require-corp"] as const;

type CredentialsChoice = (typeof credentialsChoices)[number];
type ModeChoice = (typeof modeChoices)[number];
type RedirectChoice = (typeof redirectChoices)[number];
type CrossOriginChoice = (typeof crossoriginChoices)[number];
type EmbedderChoice = (typeof coepChoices)[number];

/** What `fetch(url)` asks for. */
export const emptyForm: CheckForm = {
  url: "",
  from: "",
  method: "GET",
  headers: "",
  body: "",
  credentials: "same-origin",
  mode: "cors",
  redirect: "follow",
  as: "fetch",
  crossorigin: "none",
  csp: "",
  coep: "unsafe-none",
};

/** What an address of this view says: a request to check, a text to explain, or results that somebody sent along. */
export type CheckLink =
  | { readonly kind: "form"; readonly form: CheckForm }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "results"; readonly packed: string };

/**
 * Reads what stands behind `#/check?`, what `explain()` writes as `reproduce.permalink` among it. Never throws: what
 * is not known is left out.
 */
export function readCheckLink(parameters: URLSearchParams): CheckLink {
  const packed = parameters.get("results");
  if (packed !== null) return { kind: "results", packed };
  const text = parameters.get("text");
  if (text !== null) return { kind: "text", text };
  return { kind: "form", form: readCheckForm(parameters) };
}

/** The request in an address: of this view, or of another that came from it. */
export function readCheckForm(parameters: URLSearchParams): CheckForm {
  return {
    url: parameters.get("url") ?? "",
    from: parameters.get("from") ?? "",
    method: parameters.get("method") ?? emptyForm.method,
    headers: parameters.getAll("header").join("\n"),
    body: parameters.get("body") ?? "",
    credentials: oneOf(credentialsChoices, parameters.get("credentials")),
    mode: oneOf(modeChoices, parameters.get("mode")),
    redirect: oneOf(redirectChoices, parameters.get("redirect")),
    as: oneOf(asChoices, parameters.get("as")),
    crossorigin: oneOf(crossoriginChoices, parameters.get("crossorigin")),
    csp: parameters.get("csp") ?? "",
    coep: oneOf(coepChoices, parameters.get("coep")),
  };
}

/** The address of a link, from the fragment on. */
export function writeCheckLink(link: CheckLink): string {
  switch (link.kind) {
    case "form": {
      const parameters = writeCheckForm(link.form).toString();
      return parameters === "" ? "#/check" : `#/check?${parameters}`;
    }
    case "text":
      return `#/check?${new URLSearchParams({ text: link.text }).toString()}`;
    case "results":
      return `#/check?results=${link.packed}`;
  }
}

/** A request as parameters of an address, without what goes without saying. */
export function writeCheckForm(form: CheckForm): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(form) as [keyof CheckForm, string][]) {
    if (name === "headers") for (const line of linesOf(value)) parameters.append("header", line);
    else if (value !== emptyForm[name]) parameters.append(name, value);
  }
  return parameters;
}

/**
 * The address that asks the same again: the request as it was explained, which is redacted, and what an explanation does not
 * tell of it, since the answers do not depend on it.
 *
 * @param permalink what `explain()` writes as `reproduce.permalink`
 */
export function sharedLink(permalink: string, asked: CheckForm): string {
  const told = readCheckForm(new URLSearchParams(permalink.replace(/^[^?]*\?/, "")));
  const { as, coep, credentials, crossorigin, csp, method, mode, redirect } = asked;
  // What an element asks with follows from what it is.
  const chosen = as === "fetch" ? {} : { method, credentials, mode, redirect };
  return writeCheckLink({ kind: "form", form: { ...told, ...chosen, as, crossorigin, csp, coep } });
}

/** The headers of a form. A line without a colon is a name without a value. */
export function headersOf({ headers }: Pick<CheckForm, "headers">): Header[] {
  return linesOf(headers).map((line): Header => {
    const colon = line.indexOf(":");
    return colon === -1 ? [line.trim(), ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
}

/** Whether nothing has been said yet. */
export function isEmptyForm(form: CheckForm): boolean {
  return writeCheckForm(form).size === 0;
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** The first choice is what is meant if nothing is said. */
function oneOf<Choice extends string>(choices: readonly [Choice, ...Choice[]], text: string | null): Choice {
  return choices.find((choice) => choice === text) ?? choices[0];
}
