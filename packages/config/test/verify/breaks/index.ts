import type { Break } from "./break.ts";
import { concorsBreaks } from "./concors.ts";
import { nginxBreaks } from "./nginx.ts";
import { phpBreaks } from "./php.ts";

/** By target: what could go wrong with its configuration. */
export const breaks: Readonly<Record<string, readonly Break[]>> = {
  express: concorsBreaks,
  fetch: concorsBreaks,
  nginx: nginxBreaks,
  php: phpBreaks,
};
