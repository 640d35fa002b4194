export { createFetchProxy } from "./create-fetch-proxy.ts";
export type { FetchLimitName, FetchProxyOptions } from "./fetch-options.ts";
export { ProxyOptionsError } from "../options/option-issue.ts";
