import type { Policy } from "../policy/policy.ts";
import { HostList } from "./host-list.ts";
import { cors as nodeCors } from "./node.ts";
import type { AdapterOptions, NodeMiddleware, NodeRequest, NodeResponse } from "./node.ts";
import { corsOf } from "./policy-or-cors.ts";
import type { PolicyOrCors } from "./policy-or-cors.ts";

export { TwoPoliciesError } from "./two-policies.ts";
export type { AdapterOptions, NodeMiddleware, PolicyOrCors };

export interface McpOptions extends AdapterOptions {
  /**
   * The names that the server is reached by, without ports; `localhost`, `127.0.0.1` and `[::1]` if left out. A page whose
   * own name was made to lead to this server (DNS rebinding) sends that name, and is refused.
   */
  readonly hosts?: readonly string[] | undefined;
}

/**
 * Enforces a policy in a server of the Model Context Protocol, as its Streamable HTTP transport demands: requests with a
 * foreign `Origin` or `Host` are answered 403, whatever their method. Clients that are no pages send no `Origin`, and pass.
 *
 * What clients in pages need is added to a policy; one that `createCors` made has to have it: see `mcpPolicy`.
 *
 * @example
 * app.use("/mcp", cors({ origins: ["https://app.example.com"] }, { hosts: ["mcp.example.com"] }));
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning
 * @throws PolicyError with everything that is wrong with the policy
 * @throws TypeError if one of the hosts is none
 */
export function cors(policy: PolicyOrCors, { hosts, ...options }: McpOptions = {}): NodeMiddleware {
  const owner = corsOf("decide" in policy ? policy : mcpPolicy(policy));
  const withCors = nodeCors(owner, options);
  const hostList = new HostList(hosts);

  const refuseForeign = async (request: NodeRequest, response: NodeResponse, next: () => void): Promise<void> => {
    const { headers, url, originalUrl } = request;
    if (!hostList.has(request)) {
      refuse(response, "Host");
      return;
    }
    // Whatever its method: a GET opens a stream.
    const gate = await owner.gateAsync({ method: "POST", headers, url: originalUrl ?? url });
    if (gate.ok) next();
    else refuse(response, "Origin");
  };

  return function mcpMiddleware(request, response, next) {
    withCors(request, response, (error) => {
      if (error === undefined) void refuseForeign(request, response, next);
      else next(error);
    });
  };
}

/**
 * A policy, and in it what a client of the Model Context Protocol needs that runs in a page.
 *
 * @example
 * const policies = corsRoutes([["/mcp", mcpPolicy({ origins: ["https://app.example.com"] })]]);
 */
export function mcpPolicy(policy: Policy): Policy {
  return {
    ...policy,
    methods: including(policy.methods, ["DELETE"]),
    requestHeaders: including(policy.requestHeaders, [
      "Authorization",
      "Content-Type",
      "Last-Event-ID",
      "Mcp-Protocol-Version",
      "Mcp-Session-Id",
    ]),
    exposedHeaders: including(policy.exposedHeaders, ["Mcp-Session-Id", "WWW-Authenticate"]),
  } as Policy;
}

/** A list that has these names as well. What is no list, or has `*`, is for the policy's own checks to judge. */
function including(
  list: "*" | readonly string[] | undefined,
  names: readonly string[],
): "*" | readonly string[] | undefined {
  if (list === undefined) return names;
  if (list === "*" || !Array.isArray(list) || list.includes("*")) return list;
  const listed: readonly string[] = list;
  const there = new Set(listed.map((name) => name.toLowerCase()));
  return [...listed, ...names.filter((name) => !there.has(name.toLowerCase()))];
}

function refuse(response: NodeResponse, header: "Host" | "Origin"): void {
  response.statusCode = 403;
  response.setHeader("Content-Type", "application/json");
  // As the transport says it, a response to no request: without an id.
  const error = { code: -32_000, message: `Forbidden: the ${header} header names nobody that may use this server` };
  response.end(JSON.stringify({ jsonrpc: "2.0", error, id: null }));
}
