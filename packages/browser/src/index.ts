export { Browser } from "./browser.ts";
export type { BrowserOptions, PageOptions } from "./browser.ts";
export type { BodyInit } from "./body-content.ts";
export type { AnswerBody } from "./answer-body.ts";
export { JarCookieStore } from "./engine/index.ts";
export { Headers } from "./headers.ts";
export type { HeadersInit } from "./headers.ts";
export type { Page, RequestConstructor, XMLHttpRequestConstructor } from "./page.ts";
export type { FetchFailureCause } from "./page-error.ts";
export type { TracedFetch } from "./page-fetch.ts";
export type { Request } from "./request.ts";
export type { RequestInit } from "./request-init.ts";
export type { RequestInput } from "./request-input.ts";
export { Response } from "./response.ts";
export type { ResponseInit } from "./response.ts";
export { fetchHandlerTransport } from "./transport/fetch-handler-transport.ts";
export { memoryTransport } from "./transport/memory-transport.ts";
export type { MemoryAnswer, MemoryHandler } from "./transport/memory-transport.ts";
export { discardBody } from "./transport/discard-body.ts";
export { replayingTransport } from "./transport/replaying-transport.ts";
export { undiciTransport } from "./transport/undici-transport.ts";
export type { ResolveEntry } from "./transport/connector.ts";
export type { UndiciTransport, UndiciTransportOptions } from "./transport/undici-transport.ts";
export type { XMLHttpRequest } from "./xhr/xml-http-request.ts";
export type {
  Check,
  EngineName,
  Exchange,
  FetchFailure,
  NetworkAnswer,
  NetworkFailure,
  NetworkRequest,
  NetworkResponse,
  Trace,
  TraceOutcome,
  TraceRequest,
  Transport,
} from "./engine/index.ts";
