import { generate } from "../generate.ts";
import { targets } from "../targets/index.ts";
import type { TargetName } from "../targets/index.ts";
import { lint } from "./read-files.ts";
import type { Finding } from "./finding.ts";
import { limitCodes, lossesOfFindings } from "./limits.ts";
import { lintWords } from "./lint-words.ts";
import { liveFindingWords } from "./live/live-finding.ts";
import type { LintCode } from "./lint-words.ts";

interface Example {
  readonly path: string;
  readonly text: string;
}

const nginx = (...lines: string[]): Example => ({ path: "nginx.conf", text: lines.join("\n") });
const apache = (...lines: string[]): Example => ({ path: ".htaccess", text: lines.join("\n") });
const yaml = (...lines: string[]): Example => ({ path: "cors.yaml", text: lines.join("\n") });
const vcl = (...lines: string[]): Example => ({ path: "default.vcl", text: lines.join("\n") });
const program = (...lines: string[]): Example => ({ path: "app.ts", text: lines.join("\n") });

/** An origin by an expression of nginx, and all else as it has to be. */
const byExpression = (expression: string): Example =>
  nginx(
    "map $http_origin $cors {",
    `  "${expression}" $http_origin;`,
    "}",
    "add_header Vary Origin always;",
    "add_header Access-Control-Allow-Origin $cors always;",
  );

const byOptions = (options: string): Example => program('import cors from "cors";', "", `app.use(cors(${options}));`);

/** For each finding, the least that has it. */
export const lintExamples: Readonly<Record<LintCode, Example>> = {
  "reflects-any-origin": byOptions("{ origin: true, credentials: true }"),
  "reflects-without-credentials": byOptions("{ origin: true }"),
  "any-origin-with-credentials": byOptions('{ origin: "*", credentials: true }'),
  "null-allowed": byOptions('{ origin: ["https://app.example.com", "null"] }'),
  "origin-never-sent": byOptions('{ origin: ["https://app.example.com/"] }'),
  "several-origins": byOptions('{ origin: "https://app.example.com, https://www.example.com" }'),
  "case-ignored": byExpression(String.raw`~*^https://app\.example\.com$`),

  "expression-without-end": byExpression(String.raw`~^https://app\.example\.com`),
  "expression-without-start": byExpression(String.raw`~app\.example\.com$`),
  "expression-not-anchored": byExpression(String.raw`~https://app\.example\.com$`),
  "expression-dot-unescaped": byExpression("~^https://app.example.com$"),
  "expression-matches-any": byOptions("{ origin: /^https?:/, credentials: true }"),
  "wildcard-glued": byExpression(String.raw`~^https://.*example\.com$`),
  "scheme-optional": byExpression(String.raw`~^https?://app\.example\.com$`),
  "prefix-or-suffix-match": byOptions(
    '{ origin: (origin, callback) => callback(null, origin.endsWith("example.com")) }',
  ),
  "expression-sends-a-part": apache(
    String.raw`SetEnvIf Origin "^https://app\.example\.com" ORIGIN=$0`,
    "Header always set Access-Control-Allow-Origin %{ORIGIN}e env=ORIGIN",
    "Header always merge Vary Origin",
  ),

  "vary-missing": nginx(
    String.raw`map $http_origin $cors { "~^https://app\.example\.com$" $http_origin; }`,
    "add_header Access-Control-Allow-Origin $cors always;",
  ),
  "vary-sometimes": apache(
    String.raw`SetEnvIf Origin "^https://app\.example\.com$" ORIGIN=$0`,
    "Header always set Access-Control-Allow-Origin %{ORIGIN}e env=ORIGIN",
    "Header always merge Vary Origin env=ORIGIN",
  ),
  "stored-for-one-origin": vcl(
    "sub vcl_backend_response {",
    "  set beresp.http.Access-Control-Allow-Origin = bereq.http.Origin;",
    "}",
  ),

  "headers-lost-in-block": nginx(
    "server {",
    "  root /srv/www;",
    '  add_header Access-Control-Allow-Origin "*" always;',
    "  location /assets/ {",
    "    add_header X-Frame-Options DENY;",
    "  }",
    "}",
  ),
  "headers-missing-on-errors": nginx('add_header Access-Control-Allow-Origin "*";'),
  "methods-missing": nginx(
    "location / {",
    "  if ($request_method = GET) {",
    '    add_header Access-Control-Allow-Origin "*" always;',
    "  }",
    "}",
  ),
  "two-layers": apache(
    'Header set Access-Control-Allow-Origin "*"',
    'Header always set Access-Control-Allow-Origin "*"',
  ),
  "upstream-not-stripped": nginx(
    "server {",
    "  location / {",
    "    proxy_pass http://127.0.0.1:8080;",
    '    add_header Access-Control-Allow-Origin "*" always;',
    "  }",
    "}",
  ),

  "preflight-not-answered": byOptions('{ origin: "https://app.example.com", preflightContinue: true }'),
  "preflight-without-headers": apache(
    'Header set Access-Control-Allow-Origin "*"',
    "RewriteEngine On",
    "RewriteCond %{REQUEST_METHOD} OPTIONS",
    "RewriteRule ^ - [R=204,L]",
  ),
  "preflight-after-authentication": apache(
    "AuthType Basic",
    "Require valid-user",
    'Header always set Access-Control-Allow-Origin "https://app.example.com"',
  ),
  "plain-options-swallowed": nginx(
    "location / {",
    '  add_header Access-Control-Allow-Origin "*" always;',
    "  if ($request_method = OPTIONS) { return 204; }",
    "}",
  ),

  "not-allowed-here": nginx(
    "server {",
    "  if ($request_method = OPTIONS) {",
    '    add_header Access-Control-Allow-Origin "*";',
    "    return 204;",
    "  }",
    "}",
  ),
  "not-switched-on": yaml(
    "metadata:",
    "  annotations:",
    "    nginx.ingress.kubernetes.io/cors-allow-origin: https://app.example.com",
  ),
  "falls-back-to-any-origin": yaml(
    "metadata:",
    "  annotations:",
    '    nginx.ingress.kubernetes.io/enable-cors: "true"',
    "    nginx.ingress.kubernetes.io/cors-allow-origin: https://app.example.com/",
    '    nginx.ingress.kubernetes.io/cors-allow-credentials: "false"',
  ),
  "wildcard-read-as-expression": yaml(
    "plugins:",
    "- name: cors",
    "  config:",
    "    origins:",
    "    - https://*.example.com",
  ),
  "accepts-unknown": nginx("# concors accepts vary-mising", 'add_header Access-Control-Allow-Origin "*" always;'),
};

/** `docs/lint.md`, as it has to be. */
export function lintPage(): string {
  const sections = (Object.keys(lintWords) as LintCode[]).map((code) => {
    const example = lintExamples[code];
    const { severity, message } = findingOf(code);
    return `## ${code}

${severity}: \`\` ${message} \`\`

\`\`\`${language(example)}
${example.text}
\`\`\`
`;
  });
  return `# What lint finds

Every code, how much it matters, and what it says of an example. Codes are stable.

- \`security\`: a page that should not may read
- \`breaks\`: a page that should cannot
- \`cache\`: a cache may hand one site's answer to another
- \`odd\`: no browser can tell

A finding is something that whoever wrote the file can mend in it. What no configuration of the server could mend is a
[limit](#what-no-configuration-can-mend), which does not count.

A finding that has to stay is accepted by a comment anywhere in its file, with the reason behind it:

\`\`\`nginx
# concors accepts vary-missing: nothing is cached before this server
\`\`\`

Where a format has no comments: \`concors lint --accept vary-missing\`. What Concors generates has no findings, and accepts
none but \`null-allowed\`, where the policy says \`exposeToSandboxedPages\`.

${sections.join("\n")}
# What no configuration can mend

Some servers cannot do what a finding asks for, whatever is written. There it is a limit, in the words of the loss that
\`concors config\` tells for the same policy ([all losses](losses.md)): what the best that it can write would have as well is
no finding. \`concors lint\` prints it, and its exit status does not count it. In SARIF it is \`informational\`; JSON has
findings alone.

| limit | in place of the finding | where |
| --- | --- | --- |
${limitRows().join("\n")}

# What is seen of a live server

What \`concors config import URL\` says of a server that it asks; … is what it is about.

| code | | |
| --- | --- | --- |
${liveRows().join("\n")}

Written by \`node packages/config/scripts/write-lint.js\`.
`;
}

function limitRows(): readonly string[] {
  const told = targets.map(({ name, title }) => {
    const { losses } = generate(
      name as TargetName,
      { origins: ["https://app.example.com"], methods: ["PUT"] },
      { allowWider: true },
    );
    return { title, codes: losses.map(({ code }) => code) };
  });
  return limitCodes.map((limit) => {
    const findings = Object.entries(lossesOfFindings).flatMap(([code, loss]) =>
      loss === limit ? [`\`${code}\``] : [],
    );
    const servers = told.filter(({ codes }) => codes.includes(limit)).map(({ title }) => title);
    return `| \`${limit}\` | ${findings.join(", ")} | ${servers.join(", ")} |`;
  });
}

function liveRows(): readonly string[] {
  return Object.entries(liveFindingWords).map(
    ([code, [severity, words]]) =>
      `| \`${code}\` | ${severity} | ${words.replaceAll("{value}", "…").replaceAll("*", String.raw`\*`)} |`,
  );
}

/** @throws TypeError if the example has it not */
function findingOf(code: LintCode): Finding {
  const found = lint([lintExamples[code]]).find((finding) => finding.code === code);
  if (found === undefined) throw new TypeError(`The example of ${code} has no such finding`);
  return found;
}

function language({ path }: Example): string {
  if (path.endsWith(".ts")) return "ts";
  if (path.endsWith(".yaml")) return "yaml";
  if (path.endsWith(".vcl")) return "vcl";
  return path.endsWith(".htaccess") ? "apache" : "nginx";
}
