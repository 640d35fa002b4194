import type { AnonymousPolicy } from "concors";

/** The policy, with which a page can also read what this proxy itself has to say. */
export function exposedPolicy(policy: AnonymousPolicy, redirects: number): AnonymousPolicy {
  const { exposedHeaders = "*" } = policy;
  if (exposedHeaders === "*") return { ...policy, exposedHeaders };
  const redirectNames = Array.from({ length: redirects }, (_, index) => `X-CORS-Redirect-${index + 1}`);
  const named = new Set(exposedHeaders.map((name) => name.toLowerCase()));
  const added = ["Retry-After", "X-Request-URL", ...redirectNames, "X-Final-URL"];
  return { ...policy, exposedHeaders: [...exposedHeaders, ...added.filter((name) => !named.has(name.toLowerCase()))] };
}
