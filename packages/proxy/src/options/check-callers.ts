import { checkPolicy } from "concors";
import type { AnonymousPolicy } from "concors";
import type { Findings } from "./findings.ts";
import type { OptionIssue } from "./option-issue.ts";

export function checkCallers(value: unknown, found: Findings): AnonymousPolicy | null {
  if (value === undefined)
    return found.add("option-missing", ["callers"], value, '{ origins: ["https://app.example.com"] }');
  const checked = checkPolicy(value);
  if (!checked.ok) for (const issue of checked.issues) found.issues.push(inside("callers", issue));
  if (!checked.ok) return null;
  const { policy } = checked;
  return policy.credentials === true ? found.add("callers-with-credentials", ["callers", "credentials"], true) : policy;
}

function inside(key: string, issue: OptionIssue): OptionIssue {
  const message = issue.path.length === 0 ? issue.message.replace(/^policy/, key) : `${key}.${issue.message}`;
  return Object.freeze({ ...issue, path: [key, ...issue.path], message });
}
