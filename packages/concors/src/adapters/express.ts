import { cors as nodeCors } from "./node.ts";
import type { AdapterOptions, NodeMiddleware, PolicyOrCors } from "./node.ts";

export { TwoPoliciesError } from "./two-policies.ts";
export type { AdapterOptions, NodeMiddleware, PolicyOrCors };

/**
 * Enforces a policy in Express 4 and 5. Mount it before whatever may answer: body parsers, authentication.
 *
 * A policy for one path is mounted with `app.use(path, …)`, not as a handler of `app.put(path, …)`: preflights are OPTIONS
 * requests, which never get there.
 *
 * @example
 * app.use(cors({ origins: ["https://app.example.com"], methods: ["PUT"] }));
 * @throws PolicyError with everything that is wrong with the policy
 */
export function cors(policy: PolicyOrCors, options: AdapterOptions = {}): NodeMiddleware {
  return nodeCors(policy, options);
}
