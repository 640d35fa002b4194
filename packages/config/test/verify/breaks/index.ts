import { apacheBreaks, htaccessBreaks } from "./apache.ts";
import type { Break } from "./break.ts";
import { concorsBreaks } from "./concors.ts";
import { caddyBreaks } from "./caddy.ts";
import { nginxBreaks } from "./nginx.ts";
import { phpBreaks } from "./php.ts";
import { wsgiBreaks } from "./wsgi.ts";

/** By target: what could go wrong with its configuration. */
export const breaks: Readonly<Record<string, readonly Break[]>> = {
  express: concorsBreaks,
  fetch: concorsBreaks,
  flask: wsgiBreaks,
  django: wsgiBreaks,
  nginx: nginxBreaks,
  php: phpBreaks,
  nginx: nginxBreaks,
  apache: apacheBreaks,
  "apache-htaccess": htaccessBreaks,
  caddy: caddyBreaks,
};
