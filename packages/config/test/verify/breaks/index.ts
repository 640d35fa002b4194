import { apacheBreaks, htaccessBreaks } from "./apache.ts";
import type { Break } from "./break.ts";
import { caddyBreaks } from "./caddy.ts";
import { nginxBreaks } from "./nginx.ts";

/** By target: what could go wrong with its configuration. */
export const breaks: Readonly<Record<string, readonly Break[]>> = {
  nginx: nginxBreaks,
  apache: apacheBreaks,
  "apache-htaccess": htaccessBreaks,
  caddy: caddyBreaks,
};
