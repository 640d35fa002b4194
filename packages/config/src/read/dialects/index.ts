import type { Dialect } from "../reading.ts";
import { apache } from "./apache/index.ts";
import { caddy } from "./caddy/index.ts";
import { haproxy } from "./haproxy/index.ts";
import { javascript } from "./javascript/index.ts";
import { lighttpd } from "./lighttpd/index.ts";
import { nginx } from "./nginx/index.ts";
import { php } from "./php/index.ts";
import { python } from "./python/index.ts";
import { varnish } from "./varnish/index.ts";

/** Every language that files are read in. The first that recognizes a file reads it. */
export const dialects: readonly Dialect[] = [javascript, caddy, haproxy, varnish, python, php, lighttpd, apache, nginx];
