import { credentialsHeaders, isPublic, preflightHeaders } from "../grant-headers.ts";
import { escapeRegExp, hasOneOrigin, inPlaceOf, lines } from "../write-server-fix.ts";
import type { WriteServerFix } from "../write-server-fix.ts";

/**
 * Apache keeps two tables of headers: "onsuccess" (files, proxied answers) and "always" (errors too). What another layer
 * set is taken out of the one, and ours goes into the other.
 */
export const writeApache: WriteServerFix = ({ grant, present }) => {
  const one = hasOneOrigin(grant);
  const condition = one ? "" : " env=CORS_ORIGIN";
  const value = one ? grant.origins[0]! : "%{CORS_ORIGIN}e";
  const headers = [["Access-Control-Allow-Origin", value], ...credentialsHeaders(grant), ...preflightHeaders(grant)];
  const code = lines(
    !one && `SetEnvIf Origin "^(${grant.origins.map(escapeRegExp).join("|")})$" CORS_ORIGIN=$0`,
    ...[...new Set(["Access-Control-Allow-Origin", ...present])].map((name) => `Header onsuccess unset ${name}`),
    // Without a condition the line below replaces it.
    !one && "Header always unset Access-Control-Allow-Origin",
    ...headers.map(([name, text]) => `Header always set ${name} "${text}"${condition}`),
    !isPublic(grant) && "Header always merge Vary Origin",
    grant.preflight !== null &&
      lines(
        "RewriteEngine On",
        "RewriteCond %{REQUEST_METHOD} =OPTIONS",
        'RewriteCond %{HTTP:Access-Control-Request-Method} !=""',
        "RewriteRule ^ - [R=204,L]",
      ),
  );
  const modules = grant.preflight === null ? "mod_headers" : "mod_headers and mod_rewrite";
  return {
    name: "Apache",
    language: "apache",
    parts: [{ where: `in the <VirtualHost>, or in .htaccess; needs ${modules}${inPlaceOf(present)}`, code }],
  };
};
