import { expect } from "vitest";
import type { CorsMatchers } from "./matchers.ts";
import { corsMatchers } from "./matchers.ts";

declare module "vitest" {
  interface Matchers<T> extends CorsMatchers {}
}

expect.extend(corsMatchers);
