import type { Break } from "./break.ts";
import { nginxBreaks } from "./nginx.ts";
import { phpBreaks } from "./php.ts";

/** By target: what could go wrong with its configuration. */
export const breaks: Readonly<Record<string, readonly Break[]>> = {
  nginx: nginxBreaks,
  php: phpBreaks,
};
