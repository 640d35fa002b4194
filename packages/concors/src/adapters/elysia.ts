import { cors as fetchCors } from "./fetch.ts";
import type { PolicyOrCors } from "./policy-or-cors.ts";
import type { AdapterOptions } from "./two-policies.ts";

export { TwoPoliciesError } from "./two-policies.ts";
export type { AdapterOptions, PolicyOrCors };

/** What of an Elysia application is needed. */
export interface ElysiaApp {
  wrap(around: ElysiaWrapper): unknown;
}

/** What Elysia puts around the handler of all its requests. */
export type ElysiaWrapper = (
  handle: (...rest: unknown[]) => unknown,
  request: Request,
) => (...rest: unknown[]) => unknown;

export type ElysiaPlugin = <App extends ElysiaApp>(app: App) => App;

/**
 * Enforces a policy in Elysia, around all of the server, wherever it is mounted: what another plugin answers, an error, and
 * what no route takes have the headers as well. Different policies by path are made with `corsRoutes`; of two that are
 * mounted, the last one comes first.
 *
 * @example
 * new Elysia().use(cors({ origins: ["https://app.example.com"], methods: ["PUT"] })).listen(3000);
 * @throws PolicyError with everything that is wrong with the policy
 */
export function cors(policy: PolicyOrCors, options?: AdapterOptions): ElysiaPlugin {
  const withCors = fetchCors(policy, options);
  const wrapper: ElysiaWrapper = (handle) =>
    withCors(handle as (request: Request) => Promise<Response>) as typeof handle;
  // Elysia takes two functions of the same text for the same one, and would leave out another policy without a word.
  const text = `${String(wrapper)}//${crypto.randomUUID()}`;
  Object.defineProperty(wrapper, "toString", { value: () => text });
  return (app) => {
    // Hooks come and go with their scope, and are not asked about all errors; this is around everything.
    app.wrap(wrapper);
    return app;
  };
}
