import { cache } from "./cache.ts";
import { credentials } from "./credentials.ts";
import { exposedHeaders } from "./exposed-headers.ts";
import type { Lesson } from "./lesson.ts";
import { nullOrigin } from "./null-origin.ts";
import { origin } from "./origin.ts";
import { preflight } from "./preflight.ts";
import { redirects } from "./redirects.ts";
import { severalOrigins } from "./several-origins.ts";
import { simpleOrPreflighted } from "./simple-or-preflighted.ts";
import { whatCorsIsNot } from "./what-cors-is-not.ts";
import { whoSends } from "./who-sends.ts";

/** In the order in which each needs no more than those before it. */
export const lessons: readonly Lesson[] = [
  origin,
  whoSends,
  simpleOrPreflighted,
  preflight,
  credentials,
  exposedHeaders,
  severalOrigins,
  nullOrigin,
  redirects,
  cache,
  whatCorsIsNot,
];
