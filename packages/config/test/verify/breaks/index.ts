import { apacheBreaks, htaccessBreaks } from "./apache.ts";
import type { Break } from "./break.ts";
import { caddyBreaks } from "./caddy.ts";
import { concorsBreaks } from "./concors.ts";
import { haproxyBreaks } from "./haproxy.ts";
import { lighttpdBreaks } from "./lighttpd.ts";
import { nginxBreaks } from "./nginx.ts";
import { phpBreaks } from "./php.ts";
import { varnishBreaks } from "./varnish.ts";
import { wsgiBreaks } from "./wsgi.ts";

/** By target: what could go wrong with its configuration. */
export const breaks: Readonly<Record<string, readonly Break[]>> = {
  nginx: nginxBreaks,
  apache: apacheBreaks,
  "apache-htaccess": htaccessBreaks,
  caddy: caddyBreaks,
  haproxy: haproxyBreaks,
  lighttpd: lighttpdBreaks,
  varnish: varnishBreaks,
  php: phpBreaks,
  express: concorsBreaks,
  fetch: concorsBreaks,
  flask: wsgiBreaks,
  django: wsgiBreaks,
};
