/**
 * Who may read this server's answers, and what they may send: plain data, which JSON can hold.
 *
 * It is discriminated on `credentials`, so that what a browser would refuse, or what would hand a user's data to any
 * site, does not type-check. What types cannot say, `createCors` says when it starts.
 *
 * @example
 * const policy: Policy = {
 *   origins: ["https://app.example.com", "https://*.preview.example.com"],
 *   credentials: true,
 *   methods: ["PUT", "DELETE"],
 *   requestHeaders: ["Content-Type"],
 *   maxAge: 7200,
 * };
 */
export type Policy = AnonymousPolicy | CredentialedPolicy;

/**
 * Answers are the same for everybody: no cookies, no HTTP authentication.
 *
 * @example
 * const policy: AnonymousPolicy = { origins: "*", exposedHeaders: "*" };
 */
export type AnonymousPolicy =
  | PolicyForListedOrigins<AnonymousPart>
  | PolicyForSandboxedPages<AnonymousPart>
  | OpenPolicy;

/**
 * Answers depend on who is asking: cookies and HTTP authentication may come along, from the origins that are named.
 *
 * @example
 * const policy: CredentialedPolicy = { origins: ["https://app.example.com"], credentials: true };
 */
export type CredentialedPolicy = PolicyForListedOrigins<CredentialedPart> | PolicyForSandboxedPages<CredentialedPart>;

/** A page of any origin may read. */
export interface OpenPolicy extends CommonPart, AnonymousPart {
  readonly origins: "*";
  readonly dangerously?: Dangers | undefined;
}

/** Pages of some origins may read. */
export type PolicyForListedOrigins<Part> = CommonPart &
  Part & {
    readonly origins: readonly OriginPattern[] | DynamicOrigins;
    readonly dangerously?: Dangers | undefined;
  };

/** Pages without an origin of their own may read as well. */
export type PolicyForSandboxedPages<Part> = CommonPart &
  Part & {
    readonly origins: readonly (OriginPattern | "null")[];
    readonly dangerously: Dangers & { readonly exposeToSandboxedPages: true };
  };

/** What every policy may say. */
export interface CommonPart {
  /**
   * Methods that a page may use, or `"*"` for all. Case-sensitive. `GET`, `HEAD` and `POST` need no mention: a browser
   * does not ask for them.
   */
  readonly methods?: "*" | readonly string[] | undefined;
  /**
   * Names of headers that a page may set, or `"*"` for all. Without credentials, `"*"` does not cover `Authorization`:
   * `["*", "Authorization"]` does.
   */
  readonly requestHeaders?: "*" | readonly string[] | undefined;
  /**
   * For how many seconds a browser may remember the answer to a preflight, 0 to 86400. Browsers take 5 if it is left
   * out, and cap it: Chromium at 7200, Firefox at 86400, WebKit at 600. 0 turns remembering off.
   */
  readonly maxAge?: number | undefined;
  /** Whether each answer says in `Server-Timing` what was decided and why. It tells everybody: not for production. */
  readonly debug?: boolean | undefined;
}

/** What a policy without credentials may say besides. */
export interface AnonymousPart {
  readonly credentials?: false | undefined;
  /** Names of response headers that a page may read, or `"*"` for all. */
  readonly exposedHeaders?: "*" | readonly string[] | undefined;
}

/** What a policy with credentials may say besides. */
export interface CredentialedPart {
  readonly credentials: true;
  /** Names of response headers that a page may read; with credentials, a browser takes `"*"` for a name. */
  readonly exposedHeaders?: readonly string[] | undefined;
}

/**
 * A serialized origin, as a browser sends it: `https://app.example.com`, `http://localhost:8080`. `*.` before the host
 * stands for one or more labels, never for none; `:*` after it for any port, or none.
 *
 * @example
 * const patterns: OriginPattern[] = ["https://*.example.com", "http://localhost:*"];
 */
export type OriginPattern = `${string}://${string}`;

/** What is refused unless it is asked for, by the name of its risk. */
export interface Dangers {
  /**
   * Allows `http` origins beside credentials. Whoever is on the same network as a user can speak as such an origin, and
   * read with the user's credentials. Loopback addresses and `localhost` are no risk, and need no mention.
   */
  readonly exposeToNetworkAttackers?: boolean | undefined;
  /**
   * Allows `*.` under a public suffix beside credentials, as in `https://*.github.io`. Anybody can get a name there,
   * and read with a user's credentials.
   */
  readonly exposeToPublicSuffixNeighbors?: boolean | undefined;
  /** Allows `"null"` among the origins. Any site can make a sandboxed frame, whose origin is that. */
  readonly exposeToSandboxedPages?: boolean | undefined;
}

/**
 * Origins that are not known beforehand: a function is asked, and its answer remembered.
 *
 * @example
 * const origins: DynamicOrigins = {
 *   allows: async (origin, { signal }) => (await tenants.find(origin, { signal })) !== undefined,
 *   ttl: 300,
 * };
 */
export interface DynamicOrigins {
  /**
   * Asked about a well-formed, serialized origin. Only `true` allows: anything else denies, and so does a throw, a
   * rejection, or no answer in time. `signal` aborts when the answer comes too late to count.
   */
  readonly allows: (origin: string, context: { readonly signal: AbortSignal }) => boolean | Promise<boolean>;
  /** For how many seconds an answer counts; 60 if left out, 0 to ask each time. Failures are not remembered. */
  readonly ttl?: number | undefined;
  /** How many answers are remembered; 10,000 if left out. The oldest denials go first. */
  readonly max?: number | undefined;
  /** After how many milliseconds no answer means no; 1000 if left out. */
  readonly timeout?: number | undefined;
  /** Told why an origin was denied without an answer: what `allows` threw, or a `TimeoutError`. */
  readonly onError?: ((error: unknown, origin: string) => void) | undefined;
}
