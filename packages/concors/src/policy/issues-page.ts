import { checkPolicy } from "./check-policy.ts";
import { checkRoutes } from "./check-routes.ts";
import type { Issue } from "./issue.ts";
import { issueWords } from "./issue-words.ts";
import type { IssueCode } from "./issue-words.ts";
import { PolicyError } from "./policy-error.ts";

const app = "https://app.example.com";

/** For each issue, the least that has it: a policy, or a list of routes. */
const examples: Readonly<Record<IssueCode, unknown>> = {
  "policy-not-an-object": "*",
  "key-unknown": { origins: [app], allowedHeaders: ["X-Id"] },
  "key-unrecognized": { origins: [app], optionsSuccessStatus: 200 },
  "flag-not-boolean": { origins: [app], credentials: "true" },
  "list-not-an-array": { origins: [app], methods: "PUT, DELETE" },
  "star-among-others": { origins: [app, "*"] },
  "listed-twice": { origins: [app, app] },

  "origins-missing": { origins: [] },
  "origins-not-a-list": { origins: app },
  "origin-not-a-string": { origins: [app, true] },
  "origin-empty": { origins: [app, ""] },
  "origin-null": { origins: ["null"] },
  "origin-several": { origins: [`${app},https://www.example.com`] },
  "origin-with-whitespace": { origins: [` ${app}`] },
  "origin-without-scheme": { origins: ["app.example.com"] },
  "origin-scheme-invalid": { origins: ["*://app.example.com"] },
  "origin-of-file": { origins: ["file:///index.html"] },
  "origin-with-trailing-slash": { origins: [`${app}/`] },
  "origin-with-path": { origins: [`${app}/login`] },
  "origin-with-userinfo": { origins: ["https://user@app.example.com"] },
  "origin-with-uppercase": { origins: ["https://App.example.com"] },
  "origin-not-ascii": { origins: ["https://bücher.example"] },
  "origin-with-default-port": { origins: [`${app}:443`] },
  "origin-port-invalid": { origins: [`${app}:08443`] },
  "origin-address-not-canonical": { origins: ["http://127.1:8080"] },
  "origin-host-invalid": { origins: ["https://app..example.com"] },
  "origin-wildcard-misplaced": { origins: ["https://app-*.example.com"] },
  "origin-wildcard-before-address": { origins: ["https://*.192.0.2.1"] },

  "credentials-for-any-origin": { origins: "*", credentials: true },
  "credentials-over-http": { origins: ["http://app.example.com"], credentials: true },
  "credentials-under-public-suffix": { origins: ["https://*.github.io"], credentials: true },
  "credentials-with-any-exposed-header": { origins: [app], credentials: true, exposedHeaders: "*" },
  "danger-not-needed": { origins: [app], dangerously: { exposeToNetworkAttackers: true } },

  "method-not-a-token": { origins: [app], methods: ["PUT "] },
  "method-forbidden": { origins: [app], methods: ["TRACE"] },
  "method-not-normalized": { origins: [app], methods: ["put"] },
  "method-in-lowercase": { origins: [app], methods: ["patch"] },

  "header-not-a-token": { origins: [app], requestHeaders: ["X-Id:"] },
  "header-forbidden": { origins: [app], requestHeaders: ["Cookie"] },
  "header-of-the-other-side": { origins: [app], exposedHeaders: ["Origin"] },
  "authorization-not-covered": { origins: [app], requestHeaders: "*" },

  "max-age-not-a-number": { origins: [app], maxAge: "10m" },
  "max-age-not-whole": { origins: [app], maxAge: 0.5 },
  "max-age-negative": { origins: [app], maxAge: -1 },
  "max-age-too-long": { origins: [app], maxAge: 604_800 },

  "allows-not-a-function": { origins: { allows: app } },
  "on-error-not-a-function": { origins: { allows: () => true, onError: "log" } },
  "limit-out-of-range": { origins: { allows: () => true, ttl: -1 } },

  "routes-not-a-list": [],
  "route-malformed": [["/api/*"]],
  "route-pattern-invalid": [["api/**", { origins: [app] }]],
  "route-shadowed": [
    ["/api/*", { origins: [app] }],
    ["/api/public", { origins: "*" }],
  ],
  "route-overlapping": [
    ["/api/:version/items", { origins: [app] }],
    ["/api/v1/*", { origins: "*" }],
  ],
};

/** `docs/issues.md`, as it has to be. */
export function issuesPage(): string {
  const rows = (Object.keys(issueWords) as IssueCode[]).map((code) => {
    const { issue, isWarning } = exampleOf(code);
    const fix = issue.fix === undefined ? "" : inline(JSON.stringify(issue.fix));
    return `| \`${code}\`${isWarning ? " (warning)" : ""} | ${inline(issue.message)} | ${fix} |`;
  });
  return `# Issues

What \`checkPolicy\`, \`createCors\` and \`corsRoutes\` find: every code, the message for an example, and its \`fix\`, where one
can be worked out. Codes are stable. A warning keeps nothing from being used: it is in \`warnings\`.

| code | for example | fix |
| --- | --- | --- |
${rows.join("\n")}

Written by \`node packages/concors/scripts/write-issues.js\`.
`;
}

/** The issue of its example. @throws TypeError if the example has it not */
function exampleOf(code: IssueCode): { readonly issue: Issue; readonly isWarning: boolean } {
  const { issues, warnings } = foundIn(examples[code]);
  const issue = issues.find((found) => found.code === code);
  if (issue !== undefined) return { issue, isWarning: false };
  const warning = warnings.find((found) => found.code === code);
  if (warning === undefined) throw new TypeError(`The example of ${code} has no such issue`);
  return { issue: warning, isWarning: true };
}

function foundIn(example: unknown): { readonly issues: readonly Issue[]; readonly warnings: readonly Issue[] } {
  if (!Array.isArray(example)) return { issues: [], ...checkPolicy(example) };
  try {
    checkRoutes(example);
  } catch (error) {
    if (error instanceof PolicyError) return { issues: error.issues, warnings: [] };
  }
  return { issues: [], warnings: [] };
}

/** Code in a cell of a table. */
function inline(text: string): string {
  return `\`\` ${text.replaceAll("|", String.raw`\|`)} \`\``;
}
