import { expect } from "@jest/globals";
import type { CorsMatchers } from "./matchers.ts";
import { corsMatchers } from "./matchers.ts";

// Of `import { expect } from "@jest/globals"`.
declare module "@jest/expect" {
  interface Matchers<R extends void | Promise<void>, T> extends CorsMatchers {}
}

// Of the global `expect`, as @types/jest has it.
declare global {
  namespace jest {
    interface Matchers<R, T> extends CorsMatchers {}
  }
}

expect.extend(corsMatchers);
