import type { ConsoleReading } from "@concors/explain";
import { readConsole } from "@concors/explain";

/** What a text is that somebody typed, pasted or dropped. */
export type Recognised =
  | { readonly kind: "nothing" }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "curl" }
  | { readonly kind: "fetch" }
  | { readonly kind: "har" }
  | { readonly kind: "report"; readonly value: unknown }
  | { readonly kind: "console"; readonly reading: ConsoleReading }
  /** The sentence says what would be known. */
  | { readonly kind: "unknown"; readonly why: string };

/** Tells by looking what a text is. */
export function recognise(text: string): Recognised {
  const trimmed = text.trim();
  if (trimmed === "") return { kind: "nothing" };
  // A console’s line may begin with a bracket, too.
  if (/^\{|^\[\s*[{\]]/.test(trimmed)) return recogniseJson(trimmed);
  if (beginsWithCurl.test(trimmed)) return { kind: "curl" };
  const url = urlIn(trimmed);
  if (url !== null) return { kind: "url", url };
  if (beginsWithFetch.test(trimmed)) return { kind: "fetch" };
  const reading = readConsole(trimmed);
  const isCode = callsAnywhere.test(trimmed);
  // Code may have the words of an error in it.
  if (reading !== null && (reading.causes.length > 0 || !isCode)) return { kind: "console", reading };
  if (isCode) return { kind: "fetch" };
  return {
    kind: "unknown",
    why: "That is no URL, curl command, call of fetch, HAR file or console message that is known here.",
  };
}

/** What was recognised, for the line beneath the box. */
export function recognisedWords(recognised: Recognised): string {
  switch (recognised.kind) {
    case "nothing":
      return "";
    case "url":
      return "A URL.";
    case "curl":
      return "A curl command.";
    case "fetch":
      return "A call of fetch.";
    case "har":
      return "A HAR file. It is explained from what was recorded, and nothing is sent.";
    case "report":
      return "Results of an earlier check. Nothing is sent.";
    case "console":
      return `A message of ${browserNames[recognised.reading.engine ?? "several"]} console. Nothing is sent.`;
    case "unknown":
      return recognised.why;
  }
}

const browserNames = {
  chromium: "Chromium’s",
  firefox: "Firefox’s",
  webkit: "WebKit’s",
  several: "a browser’s",
} as const;

/** With a prompt before it, or in fences. */
const beginsWithCurl =
  /^(?:```\w*\s+|`)?(?:➜[^\n'"|;]*?\s|[^\n'"|;]*?(?:[$%#❯]\s+|>\s*))?(?:(?:sudo|time)\s+)?(?:\S*[\\/])?curl(?:\.exe)?\s/;

const callsAnywhere =
  /\bfetch\s*\(|\baxios(?:\.\w+)?\s*\(|(?:\$|\bjQuery)\.(?:ajax|get|getJSON|post)\s*\(|\bnew XMLHttpRequest\b/;

/** Code, after comments and what may stand before a call. */
const beginsWithFetch =
  /^(?:\s|\/\/[^\n]*\n)*(?:(?:const|let|var)\s[^=]{1,200}=\s*)?(?:\(?await\s+|return\s+|void\s+)?(?:(?:window|globalThis|self)\.)?fetch\s*\(/;

/** A URL, also as it is written where the scheme goes without saying. */
function urlIn(text: string): string | null {
  if (/\s/.test(text)) return null;
  if (/^https?:\/\//i.test(text)) return URL.canParse(text) ? text : null;
  const isLocal = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?(?:[/?#]|$)/i.test(text);
  const isName = /^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z][a-z\d-]+(?::\d+)?(?:[/?#]|$)/i.test(text);
  if (!isLocal && !isName) return null;
  const url = `${isLocal ? "http" : "https"}://${text}`;
  return URL.canParse(url) ? url : null;
}

function recogniseJson(text: string): Recognised {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "unknown", why: "That begins like JSON and is none: perhaps its end is missing." };
  }
  if (hasKeys(value, "log") && hasKeys(value["log"], "entries")) return { kind: "har" };
  const [first]: unknown[] = [value].flat();
  if (hasKeys(first, "version", "engines", "explanations")) return { kind: "report", value };
  return { kind: "unknown", why: "That is JSON, but neither a HAR file nor what concors check --json prints." };
}

function hasKeys(value: unknown, ...keys: readonly string[]): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && keys.every((key) => key in value);
}
