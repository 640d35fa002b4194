import { credentialsHeaders, isPublic, preflightHeaders } from "../grant-headers.ts";
import { escapeRegExp, lines } from "../write-server-fix.ts";
import type { WriteServerFix } from "../write-server-fix.ts";

/** Not deferred: deferred headers are lost on Caddy's own 404 and 502. */
export const writeCaddy: WriteServerFix = ({ grant, present }) => {
  const open = isPublic(grant);
  const matcher = open ? "" : "@cors ";
  const headers = [...credentialsHeaders(grant), ...preflightHeaders(grant)];
  const code = lines(
    !open && `@cors header_regexp origin Origin ^(?:${grant.origins.map(escapeRegExp).join("|")})$`,
    grant.preflight !== null &&
      lines("@preflight {", "\tmethod OPTIONS", "\theader Access-Control-Request-Method *", "}"),
    !open && "header +Vary Origin",
    `header ${matcher}Access-Control-Allow-Origin ${open ? "*" : "{http.request.header.Origin}"}`,
    ...headers.map(([name, value]) => `header ${matcher}${name} "${value}"`),
    grant.preflight !== null && "respond @preflight 204",
  );
  const parts = [{ where: "in the site's block", code }];
  if (present.length > 0) {
    parts.push({ where: "in the reverse_proxy block", code: lines(...present.map((name) => `header_down -${name}`)) });
  }
  return { name: "Caddy", language: "caddyfile", parts };
};
