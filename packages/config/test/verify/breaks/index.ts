import type { Break } from "./break.ts";
import { concorsBreaks } from "./concors.ts";
import { haproxyBreaks } from "./haproxy.ts";
import { lighttpdBreaks } from "./lighttpd.ts";
import { nginxBreaks } from "./nginx.ts";
import { phpBreaks } from "./php.ts";
import { varnishBreaks } from "./varnish.ts";

/** By target: what could go wrong with its configuration. */
export const breaks: Readonly<Record<string, readonly Break[]>> = {
  express: concorsBreaks,
  fetch: concorsBreaks,
  haproxy: haproxyBreaks,
  lighttpd: lighttpdBreaks,
  nginx: nginxBreaks,
  php: phpBreaks,
  varnish: varnishBreaks,
};
