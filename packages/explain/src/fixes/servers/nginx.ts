import type { ServerFixPart } from "../../explanation.ts";
import { credentialsHeaders, isPublic, preflightHeaders } from "../grant-headers.ts";
import { escapeRegExp, hasOneOrigin, inPlaceOf, lines } from "../write-server-fix.ts";
import type { WriteServerFix } from "../write-server-fix.ts";

/**
 * `always` sends the headers with errors too. The preflight is answered where `rewrite` rules run, before
 * authentication and proxying; its block has no `add_header` of its own, so it inherits all.
 */
export const writeNginx: WriteServerFix = ({ grant, present }) => {
  const one = hasOneOrigin(grant);
  const parts: ServerFixPart[] = [];
  if (!one) {
    const code = lines(
      "map $http_origin $cors_origin {",
      '  default "";',
      ...grant.origins.map((origin) => `  "~^${escapeRegExp(origin)}$" $http_origin;`),
      "}",
    );
    parts.push({ where: "in the http block, once", code });
  }
  parts.push({
    where: `in the server block, and again in each location block that has an add_header of its own${inPlaceOf(present)}`,
    code: lines(
      ...present.map((name) => `proxy_hide_header ${name};`),
      `add_header Access-Control-Allow-Origin ${one ? `"${grant.origins[0]}"` : "$cors_origin"} always;`,
      ...[...credentialsHeaders(grant), ...preflightHeaders(grant)].map(
        ([name, value]) => `add_header ${name} "${value}" always;`,
      ),
      !isPublic(grant) && 'add_header Vary "Origin" always;',
      grant.preflight !== null && 'set $cors_preflight "$request_method:$http_access_control_request_method";',
      grant.preflight !== null && 'if ($cors_preflight ~ "^OPTIONS:.") { return 204; }',
    ),
  });
  return { name: "nginx", language: "nginx", parts };
};
