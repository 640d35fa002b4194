import { issueWords } from "../../policy/issue-words.ts";
import type { IssueCode } from "../../policy/issue-words.ts";
import type { Issue, IssuePath } from "../../policy/issue.ts";
import { issueInWords } from "../../policy/wording.ts";

/** What issues say that only these options can have, or that have another way out here than in a policy. */
const optionWords = {
  "options-not-an-object": "are no options; they are an object, or a function that is asked for one",
  "origin-unset": "is no origin, perhaps a variable that is not set; for no CORS at all, write false",
  "origin-of-no-type": "would allow every origin, just for being there: write a string, a RegExp, true or false",
  "origin-null":
    "is the origin of every sandboxed frame, which any site can make; only a policy can say that it is meant",
  "origin-pattern-is-text": "is compared letter by letter here; a policy has such patterns, with concors/express",
  "credentials-for-any-origin":
    "beside credentials is what browsers refuse: name the origins, or leave credentials out",
  "credentials-for-unset-origin":
    "is no origin, and credentials are on: perhaps a variable is not set; name the origins",
  "credentials-for-reflected-origin":
    "beside credentials lets every site read its visitors' data; name the origins, or ask a function about each",
  "credentials-by-loose-pattern":
    "beside credentials matches a part of an origin, so an attacker's with more around it too; match all of it",
  "credentials-by-loose-dot":
    "beside credentials has a dot that stands for any letter, so for another domain; escape it",
  "credentials-by-open-name":
    "beside credentials takes names that only end alike, as evilexample.com does with example.com; put a dot, escaped, before the name",
  "credentials-over-http": "beside credentials lets whoever is on a user's network read that user's data; use https",
  "star-beside-credentials": "is a name like any other to browsers when credentials are included; write a list",
  "status-not-successful": "is no status that lets a preflight succeed: 200 to 299",
  "max-age-not-a-number": "is not a number of seconds",
} as const;

/** What is wrong with options, for programs. Stable. */
export type OptionIssueCode = IssueCode | keyof typeof optionWords;

/** One thing that is wrong with options. */
export type OptionIssue = Issue<OptionIssueCode>;

const words: Readonly<Record<OptionIssueCode, string>> = { ...issueWords, ...optionWords };

/** Gathers what is wrong with options, all at once. */
export class OptionIssueList {
  /** What would let somebody in who was not meant. */
  readonly issues: OptionIssue[] = [];
  /** What lets nobody in, though it was meant to. */
  readonly warnings: OptionIssue[] = [];

  add(code: OptionIssueCode, path: IssuePath, value: unknown, fix?: unknown): void {
    this.issues.push(issueInWords(code, words[code], path, value, fix));
  }

  warn(code: OptionIssueCode, path: IssuePath, value: unknown, fix?: unknown): void {
    this.warnings.push(issueInWords(code, words[code], path, value, fix));
  }
}

/** Options that are unsafe: everything that makes them so, at once. */
export class CorsOptionsError extends TypeError {
  override readonly name = "CorsOptionsError" as const;
  readonly issues: readonly OptionIssue[];

  constructor(issues: readonly OptionIssue[]) {
    super(issues.map(({ message }) => message).join(`\n${" ".repeat("CorsOptionsError: ".length)}`));
    this.issues = issues;
  }
}
