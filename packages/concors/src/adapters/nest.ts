import { cors as expressCors } from "./express.ts";
import type { AdapterOptions, NodeMiddleware, PolicyOrCors } from "./express.ts";

export { TwoPoliciesError } from "./two-policies.ts";
export type { AdapterOptions, NodeMiddleware, PolicyOrCors };

/**
 * Enforces a policy in Nest, on Express and on Fastify, in place of `app.enableCors()`. What guards, pipes and exception
 * filters answer has the headers as well.
 *
 * A policy for some routes is middleware of a module, `consumer.apply(cors(policy)).forRoutes("items{/*path}")`: a path,
 * with what is below it, as `"items"` is on Fastify that path alone; and no controller, which is asked about its own methods
 * only, while preflights are OPTIONS requests. Gateways of Socket.IO take `allowRequest` of `concors/websocket`.
 *
 * @example
 * const app = await NestFactory.create(AppModule);
 * app.use(cors({ origins: ["https://app.example.com"], methods: ["PUT"] }));
 * await app.listen(3000);
 * @throws PolicyError with everything that is wrong with the policy
 */
export function cors(policy: PolicyOrCors, options?: AdapterOptions): NodeMiddleware {
  return expressCors(policy, options);
}
