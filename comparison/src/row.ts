/** What is known to go wrong in a library, and what is right instead. */
export interface Row {
  readonly name: string;
  readonly library: Library;
  /** Where it is written: an issue, an advisory, the library's documentation, the standard that is not kept. */
  readonly source: string;
  /** What the library is given. */
  readonly options: unknown;
  /** The same, as a policy. */
  readonly policy: unknown;
  /** Whether it is right to refuse that when the server starts. */
  readonly refuse?: true;
  /** What the application behind it answers. */
  readonly application?: Application;
  readonly exchanges: readonly Exchange[];
}

/** A request, and what is right in its answer. */
export interface Exchange {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly want?: Want;
}

/** What an answer has to have; what is not mentioned may be as it likes. */
export interface Want {
  readonly status?: number;
  /** Whether the application is to answer. */
  readonly application?: boolean;
  /** Values of headers; null for one that is to be absent. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Names that `Vary` has to have, and may not have. */
  readonly varies?: readonly string[];
  readonly variesNot?: readonly string[];
  /** How many milliseconds it may take, the shortest of a few times. */
  readonly within?: number;
}

/** It answers every method with 200 and "application", or … */
export type Application =
  /** … says `Vary: Accept-Language` besides. */
  | "varies"
  /** … has its own Access-Control-Allow-Origin, `*`, in lower case, where the library adds one. */
  | "names an origin";

export interface Answer {
  readonly status: number;
  /** Line by line, with names in lower case. */
  readonly headerList: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Sends a request to a server that has started. */
export type Ask = (exchange: Exchange) => Promise<Answer>;

/** A server that has started. */
export interface Server {
  readonly ask: Ask;
  readonly close?: () => Promise<unknown> | void;
}

/** Starts a server with a library's options; throws if the library refuses them. */
export type Start = (options: unknown, application: Application | undefined) => Server | Promise<Server>;

/** A library, by the name of its package, and its version if it is not the newest. */
export type Library =
  | "cors"
  | "@fastify/cors"
  | "hono/cors"
  | "hono/cors 4.12.18"
  | "hono/cors 4.10.2"
  | "@koa/cors"
  | "@koa/cors 4.0.0"
  | "@elysiajs/cors"
  | "h3"
  | "corser"
  | "@middy/http-cors"
  | "@tinyhttp/cors"
  | "@hapi/hapi"
  | "itty-router";
