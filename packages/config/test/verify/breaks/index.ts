import type { Break } from "./break.ts";
import { haproxyBreaks } from "./haproxy.ts";
import { lighttpdBreaks } from "./lighttpd.ts";
import { nginxBreaks } from "./nginx.ts";
import { varnishBreaks } from "./varnish.ts";

/** By target: what could go wrong with its configuration. */
export const breaks: Readonly<Record<string, readonly Break[]>> = {
  nginx: nginxBreaks,
  haproxy: haproxyBreaks,
  lighttpd: lighttpdBreaks,
  varnish: varnishBreaks,
};
