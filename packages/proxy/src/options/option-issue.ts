import type { Issue, IssuePath } from "concors";

/** One thing that is wrong with a proxy's options; a policy's own issues keep their codes. */
export type OptionIssue = Issue<string>;

/** What the issues say that options have beside those of their policy. The codes are stable. */
const optionIssueWords = {
  "options-not-an-object": "is no object of options: { callers, targets }",
  "option-unknown": "is not a key that is known here; did you mean {fix}?",
  "option-unrecognized": "is not a key that is known here",
  "option-missing": "is missing: say {fix}",
  "option-not-a-list": "is not a list",
  "option-not-a-function": "is not a function",
  "callers-with-credentials": "cannot be: cookies of a page go nowhere through a proxy; leave it out",
  "host-invalid": "is no host: a name, *. and a name, an address, or *",
  "host-not-canonical": "is not how hosts are compared; write {fix}",
  "scheme-unknown": 'is no scheme that is fetched: "https" and "http" are',
  "port-invalid": "is no port: a whole number from 1 to 65535",
  "network-invalid": "is no network: an address, or an address, a slash and the length of its prefix",
  "header-invalid": "is no header's name",
  "certificate-invalid": "is no certificate in PEM",
  "limit-invalid": "is no limit: a whole number from {fix} on",
  "rate-limit-not-an-object": "is no rate: 100/60 is, or { requests: 100, seconds: 60 }",
  "option-not-an-object": "is no object",
  "option-not-a-flag": "is neither true nor false",
  "option-not-a-text": "is not a text",
  "option-not-a-count": "is not a whole number from 0 on",
  "origin-never-sent": "is not how a browser writes an origin, so that it is never met; write {fix}",
  "header-value-invalid": "is no header's value: a text",
  "http-proxy-option-refused": "is an option of http-proxy that means nothing here; {fix} do",
  "rate-limit-invalid": "is not how a rate is said: a whole number from 1 to {fix}",
  "rate-limit-by-unknown": 'is nothing to count by: "address", "origin" or { header, keys }',
  "api-key-invalid": "is no key: a text that is not empty",
} as const;

export type OptionIssueCode = keyof typeof optionIssueWords;

export function optionIssue(code: OptionIssueCode, path: IssuePath, value: unknown, fix?: unknown): OptionIssue {
  const words = optionIssueWords[code].replace("{fix}", () => (typeof fix === "string" ? fix : JSON.stringify(fix)));
  const message = `${path.join(".") || "options"}${shown(value)} ${words}`;
  return Object.freeze({ code, path, value, message, ...(fix !== undefined && { fix }) });
}

const longest = 120;

function shown(value: unknown): string {
  if (value === undefined || typeof value === "function") return "";
  const text = textOf(value);
  return ` ${text.length > longest ? `${text.slice(0, longest)}…` : text}`;
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return "(an object that JSON cannot hold)";
  }
}

/** Options that cannot be used: everything that is wrong with them, at once. */
export class ProxyOptionsError extends TypeError {
  override readonly name = "ProxyOptionsError" as const;
  readonly issues: readonly OptionIssue[];

  constructor(issues: readonly OptionIssue[]) {
    // Under each other, as the first stands behind the error's name.
    super(issues.map(({ message }) => message).join(`\n${" ".repeat("ProxyOptionsError: ".length)}`));
    this.issues = issues;
  }
}
