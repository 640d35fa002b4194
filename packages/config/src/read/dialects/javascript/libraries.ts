/** What a middleware for CORS does without being told, and what it calls its options. */
export interface Library {
  readonly name: string;
  readonly methods: string;
  readonly requestHeaders: string;
  readonly exposedHeaders: string;
  /** For methods that are not given. */
  readonly usualMethods: readonly string[];
  /** Whether one origin as a text is sent to everybody, whoever asks. */
  readonly sendsText: boolean;
  /** Whether beside credentials, `*` and no origins at all are whatever origin asks. */
  readonly repeatsBesideCredentials: boolean;
  /** Whether `*` in a list is what it is alone. */
  readonly starInList: boolean;
}

const usual = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"];

const express: Library = {
  name: "cors",
  methods: "methods",
  requestHeaders: "allowedHeaders",
  exposedHeaders: "exposedHeaders",
  usualMethods: usual,
  sendsText: true,
  repeatsBesideCredentials: false,
  starInList: false,
};

/**
 * By what is imported. All of them send `Vary: Origin` whenever answers depend on the origin, keep the headers on errors
 * unless told otherwise, and answer preflights.
 */
export const libraries: ReadonlyMap<string, Library> = new Map([
  ["cors", express],
  ["@fastify/cors", { ...express, name: "@fastify/cors", usualMethods: ["GET", "HEAD", "POST"], starInList: true }],
  [
    "hono/cors",
    {
      name: "hono/cors",
      methods: "allowMethods",
      requestHeaders: "allowHeaders",
      exposedHeaders: "exposeHeaders",
      usualMethods: usual,
      sendsText: false,
      repeatsBesideCredentials: false,
      starInList: false,
    },
  ],
  [
    "@koa/cors",
    {
      name: "@koa/cors",
      methods: "allowMethods",
      requestHeaders: "allowHeaders",
      exposedHeaders: "exposeHeaders",
      usualMethods: usual,
      sendsText: true,
      repeatsBesideCredentials: true,
      starInList: false,
    },
  ],
]);

/** Nest hands its options to the same one as Express, or to that of Fastify. */
export const nest: Library = express;
