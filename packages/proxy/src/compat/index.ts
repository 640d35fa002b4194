import { createRateLimitChecker } from "./create-rate-limit-checker.ts";
import { createServer } from "./create-server.ts";

export type { CompatOptions, HttpProxyOptions } from "./compat-options.ts";
export { ProxyOptionsError } from "../options/option-issue.ts";
export type { OptionIssue } from "../options/option-issue.ts";
export type { Location } from "./location.ts";
export { createRateLimitChecker, createServer };

/** What an ES module gets that imports cors-anywhere. */
const compat: {
  readonly createServer: typeof createServer;
  readonly createRateLimitChecker: typeof createRateLimitChecker;
} = { createServer, createRateLimitChecker };
export default compat;
